import { formatDateTime, formatDuration, formatMoney } from '../../i18n/format.ts'
import { type MessageId, t } from '../../i18n/t.ts'
import { visibleText } from '../../i18n/visible-text.ts'
import { preferencesStore } from '../../runtime/preferences.ts'
import { Properties, Property } from '../../ui/properties.tsx'
import { billedMs, costOf, hasRates } from '../../monitor/cost.ts'
import type { EndReason, HistoryEntry } from '../../monitor/history.ts'
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
  const preferences = useRuntimeStore(preferencesStore, (state) => state)
  const { size, endedAtMs } = entry
  const ranMs = billedMs(entry, { fromMs: 0, toMs: endedAtMs ?? 0 })
  const cost = hasRates(preferences) ? costOf(preferences, size, ranMs) : null
  return (
    <li className="border-line border-b px-5 py-2.5">
      <p className="flex items-baseline justify-between gap-3">
        <span className="truncate font-mono text-sm" title={visibleText(entry.sessionId)}>
          {visibleText(entry.sessionId)}
        </span>
        <span
          className={`text-sm whitespace-nowrap ${entry.reason === 'error' ? 'text-error' : ''}`}
        >
          {t(reasons[entry.reason ?? 'unknown'])}
        </span>
      </p>
      <p className="text-muted flex items-baseline justify-between gap-3 text-xs">
        <span className="truncate">
          {visibleText(entry.size)} · {entry.region} · {entry.accountName}
        </span>
        <span className="whitespace-nowrap">
          {endedAtMs !== null && formatDateTime(endedAtMs)}
        </span>
      </p>
      {entry.message !== null && (
        <p className="text-error mt-1 text-sm wrap-anywhere">{visibleText(entry.message)}</p>
      )}
      <details className="mt-1">
        <summary className="text-muted text-xs">
          {t('history.ran', { time: formatDuration(ranMs) })}
          {cost !== null && ` · ${formatMoney(cost, preferences.currency)}`}
        </summary>
        <EntryDetails entry={entry} />
      </details>
    </li>
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
                  {t('history.lease', {
                    lease: formatDuration(leaseMs),
                    time: formatDateTime(atMs),
                    who: who(by),
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
