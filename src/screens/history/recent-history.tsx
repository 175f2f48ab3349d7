import { useId, useMemo } from 'react'
import { useLocation } from 'react-router'
import { PageLink } from '../shell/page-link.tsx'
import { t } from '../../i18n/t.ts'
import { historyStore } from '../../monitor/history-store.ts'
import { paths } from '../../paths.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { HistoryItem } from './history-item.tsx'

/** Sessions shown. The page of the history has the others. */
const MAX_RECENT = 5

/** The sessions that ended last, for a list in which nothing runs. */
export function RecentHistory() {
  const { search } = useLocation()
  const headingId = useId()
  const entries = useRuntimeStore(historyStore, (state) => state.rows)
  const recent = useMemo(
    () =>
      [...entries.values()]
        .filter(({ endedAtMs }) => endedAtMs !== null)
        .toSorted((a, b) => (b.endedAtMs ?? 0) - (a.endedAtMs ?? 0))
        .slice(0, MAX_RECENT),
    [entries],
  )
  if (recent.length === 0) return null
  return (
    <section
      aria-labelledby={headingId}
      className="min-h-0 w-full max-w-3xl overflow-y-auto px-4 pb-8 sm:px-10"
    >
      <div className="flex items-baseline justify-between gap-3 pb-2">
        <h2 id={headingId} className="text-sm font-semibold">
          {t('history.recent')}
        </h2>
        <PageLink
          to={{ pathname: paths.history, search }}
          className="text-accent rounded text-sm hover:underline"
        >
          {t('history.all')}
        </PageLink>
      </div>
      <ul
        aria-labelledby={headingId}
        className="border-line rounded-md border [&>li:last-child]:border-b-0"
      >
        {recent.map((entry) => (
          <HistoryItem key={entry.key} entry={entry} />
        ))}
      </ul>
    </section>
  )
}
