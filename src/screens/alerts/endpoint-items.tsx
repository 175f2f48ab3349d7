import { formatDuration } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { visibleText } from '../../i18n/visible-text.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { locationKeyOf } from '../../accounts/endpoint-lookup.ts'
import type { EndpointState } from '../../sessions/fleet-model.ts'
import { listAgeMs } from '../../sessions/time-left.ts'
import { wakeStore } from '../../tabs/page-lifecycle.ts'
import { useNowMs } from '../../util/ticker.ts'
import { UnlockLink } from '../accounts/unlock-link.tsx'
import { formatEndpointAccount } from '../sessions/row-text.ts'
import { ErrorDetails } from '../shell/error-details.tsx'
import { NoticeRow } from './notice-row.tsx'
import { listContext, lockedText } from './notice-text.ts'

/** What is wrong with the lists of the endpoints: missing, incomplete, or out of date. */

/** An account whose key or token is not in memory, with the way to enter it. */
export function LockedItem({ endpoint }: { endpoint: EndpointState }) {
  return (
    <NoticeRow icon="key" tone="warning" actions={<UnlockLink endpoint={endpoint} />}>
      {lockedText(endpoint)}
    </NoticeRow>
  )
}

/** The endpoints whose lists failed for one reason, with the age of what is shown of each. */
export function FailedItem({ endpoints }: { endpoints: readonly EndpointState[] }) {
  const nowMs = useNowMs()
  const wake = useRuntimeStore(wakeStore, (state) => state)
  const [first] = endpoints
  if (!first) return null
  return (
    <NoticeRow tone={first.error?.kind === 'throttled' ? 'warning' : 'failure'}>
      <p className="font-medium">
        {t('banner.failed', { place: endpoints.map(formatEndpointAccount).join(', ') })}
      </p>
      {first.error && <ErrorDetails error={first.error} context={listContext(endpoints)} />}
      {endpoints.map((endpoint) => (
        <p key={locationKeyOf(endpoint.ref)} className="text-muted">
          {endpoints.length > 1 && `${formatEndpointAccount(endpoint)} · `}
          {ageText(listAgeMs(endpoint, nowMs, wake))}
        </p>
      ))}
    </NoticeRow>
  )
}

/** The records of a list that could not be read. */
export function UnreadableItem({ endpoint }: { endpoint: EndpointState }) {
  return (
    <NoticeRow>
      <p>
        {t('banner.unreadable', {
          count: endpoint.unreadable.length,
          place: formatEndpointAccount(endpoint),
        })}
      </p>
      <details className="text-muted text-xs">
        <summary>{t('banner.unreadableDetails')}</summary>
        <ul className="font-mono">
          {endpoint.unreadable.map(({ index, id, reason }) => (
            <li key={index} className="wrap-anywhere">
              {visibleText(`${id ?? `#${index + 1}`}: ${reason}`)}
            </li>
          ))}
        </ul>
      </details>
    </NoticeRow>
  )
}

function ageText(ageMs: number | null) {
  return ageMs === null
    ? t('banner.neverLoaded')
    : t('banner.lastKnown', { age: formatDuration(ageMs) })
}
