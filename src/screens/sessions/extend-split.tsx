import { useLocation } from 'react-router'
import { t } from '../../i18n/t.ts'
import type { ExtendChange } from '../../lease/extend.ts'
import { MAX_EXTENDED_LEASE_MS } from '../../lease/limits.ts'
import { paths } from '../../paths.ts'
import { preferencesStore } from '../../runtime/preferences.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { extendBlocked } from '../../sessions/action-rules.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { useActionConditions, useExtendSession } from '../../sessions/use-session-actions.ts'
import { MenuButton, MenuItem, menuItemClass } from '../../ui/menu.tsx'
import { PageLink } from '../shell/page-link.tsx'
import { blockedText } from './blocked-text.ts'
import { ExtendButtons } from './extend-buttons.tsx'

/**
 * Extends by the first step with one click, and by everything else from its menu, which stays open
 * so that repeated clicks add up.
 */
export function ExtendSplit({ row }: { row: FleetRow }) {
  const { id } = row.session
  return (
    <span className="flex">
      <ExtendButtons row={row} isFirstOnly className="rounded-r-none" />
      <MenuButton
        label={t('extend.menuOf', { id })}
        className="row-action -ml-px rounded-l-none px-1!"
      >
        <ExtendItems row={row} />
      </MenuButton>
    </span>
  )
}

function ExtendItems({ row }: { row: FleetRow }) {
  const { search } = useLocation()
  const { mutate: extend } = useExtendSession()
  const conditions = useActionConditions(row)
  const steps = useRuntimeStore(preferencesStore, (state) => state.extendStepsMin)
  const { account, endpoint } = row.ref
  const { id } = row.session
  const reasonFor = (change: ExtendChange) => {
    const blocked = extendBlocked(row, change, conditions)
    return blocked === null ? null : blockedText(blocked)
  }
  const toMaximum = { toLeaseMs: MAX_EXTENDED_LEASE_MS }
  return (
    <>
      {steps.map((minutes) => {
        const change = { addMs: minutes * 60_000 }
        return (
          <MenuItem
            key={minutes}
            label={t('extend.byMinutesOf', { minutes, id })}
            disabledReason={reasonFor(change)}
            onClick={() => extend({ row, change })}
          >
            {t('extend.stepMinutes', { minutes })}
          </MenuItem>
        )
      })}
      <MenuItem
        label={t('extend.toMaximumOf', { id })}
        disabledReason={reasonFor(toMaximum)}
        onClick={() => extend({ row, change: toMaximum })}
      >
        {t('extend.toMaximum')}
      </MenuItem>
      <PageLink
        role="menuitem"
        tabIndex={-1}
        to={{ pathname: paths.extendSession(account.id, endpoint, id), search }}
        className={menuItemClass}
      >
        {t('extend.untilItem')}
      </PageLink>
    </>
  )
}
