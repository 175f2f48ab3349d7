import { formatDuration } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import type { Account } from '../../accounts/accounts.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { endpointLabel } from '../../service/endpoints.ts'
import { knowledgeOf } from '../../sessions/coverage.ts'
import type { EndpointState } from '../../sessions/fleet-model.ts'
import { useFleet } from '../../sessions/fleet.tsx'
import { listAgeMs } from '../../sessions/time-left.ts'
import { type Wake, wakeStore } from '../../tabs/page-lifecycle.ts'
import { useNowMs } from '../../util/ticker.ts'

/** The regions of an account, and what is known of each. */
export function EndpointStates({ account }: { account: Account }) {
  const { endpoints } = useFleet()
  const nowMs = useNowMs()
  const wake = useRuntimeStore(wakeStore, (state) => state)
  return (
    <ul>
      {account.endpoints.map((endpoint) => {
        const state = endpoints.find(
          ({ ref }) => ref.account.id === account.id && ref.endpoint === endpoint,
        )
        return (
          <li key={endpoint}>
            {endpointLabel(endpoint)}
            {/* One that another account of this browser asks for has no state of its own. */}
            {state && <span className="text-muted"> · {stateText(state, nowMs, wake)}</span>}
          </li>
        )
      })}
    </ul>
  )
}

function stateText(state: EndpointState, nowMs: number, wake: Wake): string {
  const ageMs = listAgeMs(state, nowMs, wake)
  const age = ageMs === null ? null : formatDuration(ageMs)
  const knowledge = knowledgeOf(state, nowMs, wake)
  switch (knowledge) {
    case 'locked':
      return t('known.locked')
    case 'waiting':
      return t('known.waiting')
    case 'failed':
      return age === null ? t('known.failed') : t('known.failedSince', { age })
    case 'partial':
      return t('known.partial')
    case 'stale':
      return t('known.stale', { age: age ?? '' })
    case 'current':
      return t('refresh.age', { age: age ?? '' })
  }
}
