import { useLocation } from 'react-router'
import { PageLink } from '../shell/page-link.tsx'
import { formatDateTime, formatPast } from '../../i18n/format-date.ts'
import { formatDuration } from '../../i18n/format.ts'
import { formatMoney } from '../../i18n/format-money.ts'
import { type MessageId, t } from '../../i18n/t.ts'
import { visibleText } from '../../i18n/visible-text.ts'
import { paths } from '../../paths.ts'
import { preferencesStore } from '../../runtime/preferences.ts'
import { Icon } from '../../ui/icon.tsx'
import { StatusMark } from '../../ui/status-badge.tsx'
import { Properties, Property } from '../../ui/properties.tsx'
import { billedMs, costOf, hasRates } from '../../monitor/cost.ts'
import type { EndReason, HistoryEntry } from '../../monitor/history.ts'
import { useCoarseNowMs } from '../../util/ticker.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'

const reasons: Record<EndReason, MessageId> = {
  'stopped-here': 'reason.stoppedHere',
  'stopped-elsewhere': 'reason.stoppedElsewhere',
  expired: 'reason.expired',
  error: 'reason.error',
  unknown: 'reason.unknown',
}

/** One ended session: why it ended, and the details on demand. */
export function HistoryItem({ entry }: { entry: HistoryEntry }) {
  const nowMs = useCoarseNowMs(60_000)
  const { search } = useLocation()
  const { accountId, endpoint, sessionId, endedAtMs } = entry
  return (
    <li className="border-line border-b px-5 py-2.5 text-sm">
      <p className="flex items-baseline justify-between gap-3">
        <PageLink
          to={{ pathname: paths.session(accountId, endpoint, sessionId), search }}
          className="truncate rounded font-semibold hover:underline"
          title={visibleText(sessionId)}
        >
          {visibleText(sessionId)}
        </PageLink>
        <span className="whitespace-nowrap">
          {endedAtMs !== null && (
            <time
              dateTime={new Date(endedAtMs).toISOString()}
              title={formatDateTime(endedAtMs)}
            >
              {formatPast(endedAtMs, nowMs)}
            </time>
          )}
        </span>
      </p>
      <p className="flex items-center gap-1.5">
        <StatusMark status={entry.status} />
        <span className={entry.reason === 'error' ? 'text-error' : ''}>
          {t(reasons[entry.reason ?? 'unknown'])}
        </span>
      </p>
      {entry.message !== null && (
        <p className="text-error wrap-anywhere">{visibleText(entry.message)}</p>
      )}
      <details className="group/details">
        <summary className="text-muted hover:text-text flex list-none items-center gap-1 rounded text-xs pointer-coarse:min-h-10">
          <Icon name="next" className="-ml-0.5 size-3 group-open/details:rotate-90" />
          <Summary entry={entry} />
        </summary>
        <EntryDetails entry={entry} />
      </details>
    </li>
  )
}

/** How long it ran, what that cost, and where. */
function Summary({ entry }: { entry: HistoryEntry }) {
  const preferences = useRuntimeStore(preferencesStore, (state) => state)
  const ranMs = billedMs(entry, { fromMs: 0, toMs: entry.endedAtMs ?? 0 })
  const cost = hasRates(preferences) ? costOf(preferences, entry.size, ranMs) : null
  return (
    <span className="truncate">
      {t('history.ran', { time: formatDuration(ranMs) })}
      {cost !== null && ` · ${formatMoney(cost, preferences.currency)}`}
      {` · ${visibleText(entry.size)} · ${entry.region} · ${visibleText(entry.accountName)}`}
    </span>
  )
}

function EntryDetails({ entry }: { entry: HistoryEntry }) {
  const { ready, endedAtMs, leases } = entry
  return (
    <div className="py-2">
      <Properties>
        <Property name={t('history.startedBy')} value={who(entry.startedBy)} />
        <Property name={t('history.started')} value={time(entry.startedAtMs)} />
        <Property
          name={t('history.ready')}
          value={
            ready &&
            t('history.between', {
              from: formatDateTime(ready.earliestMs),
              to: formatDateTime(ready.latestMs),
            })
          }
        />
        <Property name={t('history.ended')} value={time(endedAtMs)} />
        <Property
          name={t('history.leases')}
          value={
            <ol>
              {leases.map(({ atMs, leaseMs, by }) => (
                <li key={`${atMs} ${leaseMs}`}>
                  {t(by === 'here' ? 'history.leaseHere' : 'history.leaseElsewhere', {
                    lease: formatDuration(leaseMs),
                    time: formatDateTime(atMs),
                  })}
                </li>
              ))}
            </ol>
          }
        />
      </Properties>
    </div>
  )
}

function time(atMs: number | null) {
  return atMs === null ? null : formatDateTime(atMs)
}

function who(by: 'here' | 'elsewhere') {
  return t(by === 'here' ? 'history.here' : 'history.elsewhere')
}
