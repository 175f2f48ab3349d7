import { useMemo } from 'react'
import { useLocation } from 'react-router'
import { PageLink } from '../shell/page-link.tsx'
import { needsNetwork } from '../../accounts/accounts.ts'
import { locationKeyOf } from '../../accounts/endpoint-lookup.ts'
import { gatesOf } from '../../calls/gates.ts'
import { useGateViews } from '../../calls/use-gate-view.ts'
import { t } from '../../i18n/t.ts'
import { paths } from '../../paths.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { useFleet } from '../../sessions/fleet.tsx'
import { pollIntervalOf } from '../../sessions/polling.ts'
import { leadershipStore } from '../../tabs/leadership.ts'
import { useNowMs } from '../../util/ticker.ts'
import { useIsHidden } from '../../util/use-is-hidden.ts'
import { useIsOffline } from '../../util/use-is-offline.ts'
import { GateDetails } from './gate-details.tsx'

/**
 * The content of the popover about calls: each endpoint, why calls wait, and a link to the recent
 * calls.
 * @param onLeave called when the user goes to the recent calls
 */
export function GatePopover({ onLeave }: { onLeave: () => void }) {
  const runtime = useRuntime()
  const nowMs = useNowMs()
  const { search } = useLocation()
  const { endpoints } = useFleet()
  const isHidden = useIsHidden()
  const isOffline = useIsOffline()
  const isAlone = useRuntimeStore(leadershipStore, (state) => state.isAlone)
  const views = useGateViews(useMemo(() => endpoints.map(({ ref }) => ref), [endpoints]))
  return (
    <>
      {endpoints.map((endpoint, index) => {
        const { ref, region } = endpoint
        const view = views[index]
        if (!view) return null
        const { pollFactor } = view
        return (
          <GateDetails
            key={locationKeyOf(ref)}
            view={view}
            title={`${region} · ${ref.account.name}`}
            intervalMs={pollIntervalOf(endpoint, { isHidden, isAlone, pollFactor })}
            nowMs={nowMs}
            isOffline={isOffline && needsNetwork(ref.account)}
            onCancel={(callId) => gatesOf(runtime).of(ref).cancel(callId)}
          />
        )
      })}
      {isAlone && <p className="border-line border-t px-4 py-2 text-xs">{t('gate.alone')}</p>}
      <p className="text-muted border-line border-t px-4 py-2 text-xs">{t('gate.why')}</p>
      <p className="border-line border-t px-4 py-2 text-sm">
        <PageLink
          to={{ pathname: paths.activity, search }}
          className="text-accent rounded underline"
          onClick={onLeave}
        >
          {t('calls.title')}
        </PageLink>
      </p>
    </>
  )
}
