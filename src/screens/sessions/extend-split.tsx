import { useLocation } from 'react-router'
import { t } from '../../i18n/t.ts'
import { MAX_EXTENDED_LEASE_MS } from '../../lease/limits.ts'
import { paths } from '../../paths.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { MenuButton, MenuItem, menuItemClass } from '../../ui/menu.tsx'
import { PageLink } from '../shell/page-link.tsx'
import { ExtendButton } from './extend-button.tsx'
import { UNTIL } from './extend-until.ts'
import { useExtending } from './use-extending.ts'

/**
 * Extends by the first step with one click, and by everything else from its menu, which stays open
 * so that repeated clicks add up.
 */
export function ExtendSplit({ row }: { row: FleetRow }) {
  const { id } = row.session
  return (
    <span className="flex">
      <ExtendButton row={row} className="rounded-r-none" />
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
  const { steps, by } = useExtending(row)
  const { account, endpoint } = row.ref
  const { id } = row.session
  return (
    <>
      {steps.map(({ minutes, ...control }) => (
        <MenuItem key={minutes} {...control} label={t('extend.byMinutesOf', { minutes, id })}>
          {t('extend.stepMinutes', { minutes })}
        </MenuItem>
      ))}
      <MenuItem
        {...by({ toLeaseMs: MAX_EXTENDED_LEASE_MS })}
        label={t('extend.toMaximumOf', { id })}
      >
        {t('extend.toMaximum')}
      </MenuItem>
      <PageLink
        role="menuitem"
        tabIndex={-1}
        to={{ pathname: paths.extendSession(account.id, endpoint, id), search }}
        state={UNTIL}
        className={menuItemClass}
      >
        {t('extend.untilItem')}
      </PageLink>
    </>
  )
}
