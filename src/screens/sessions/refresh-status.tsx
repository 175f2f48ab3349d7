import { useState } from 'react'
import { formatDuration } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import type { EndpointState } from '../../sessions/fleet-model.ts'
import { type Coverage, coverageOf } from '../../sessions/coverage.ts'
import { missingRegions } from '../../sessions/missing-regions.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { refreshList } from '../../sessions/load-sessions.ts'
import { wakeStore } from '../../tabs/page-lifecycle.ts'
import { errorHeadline } from '../shell/error-text.ts'
import { addToast } from '../shell/toasts-store.ts'
import { Icon } from '../../ui/icon.tsx'
import { useNowMs } from '../../util/ticker.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'

/** The age of the oldest list on screen, and a button to refresh. */
export function RefreshStatus({ endpoints }: { endpoints: readonly EndpointState[] }) {
  const runtime = useRuntime()
  const nowMs = useNowMs()
  const [isRefreshing, setIsRefreshing] = useState(false)
  const unlocked = endpoints.filter(({ status }) => status !== 'locked')
  const wake = useRuntimeStore(wakeStore, (state) => state)
  const coverage = coverageOf(endpoints, nowMs, wake)
  const recalledAtMs = endpoints.flatMap((endpoint) => endpoint.recalledAtMs ?? [])
  const missing = missingRegions(endpoints, coverage)
  if (unlocked.length === 0 && recalledAtMs.length === 0) return null

  const refresh = async () => {
    setIsRefreshing(true)
    const results = await Promise.all(unlocked.map(({ ref }) => refreshList(runtime, ref)))
    setIsRefreshing(false)
    const failed = results.find((result) => !result.ok && result.error.kind !== 'cancelled')
    if (!failed || failed.ok) return
    addToast(runtime, {
      tone: 'failure',
      text: errorHeadline(failed.error, 'list'),
      error: failed.error,
    })
  }
  return (
    <div className="text-muted flex items-center gap-1 text-sm whitespace-nowrap">
      <span title={missing === null ? undefined : t('notice.missing', { places: missing })}>
        {ageText(
          coverage,
          recalledAtMs.length === 0 ? null : Math.max(0, nowMs - Math.min(...recalledAtMs)),
        )}
      </span>
      {unlocked.length > 0 && (
        <button
          type="button"
          aria-label={t('refresh.action')}
          title={t('refresh.action')}
          aria-disabled={isRefreshing}
          onClick={() => {
            if (!isRefreshing) void refresh().catch(() => {})
          }}
          className="hover:bg-hover hover:text-text inline-flex size-8 items-center justify-center rounded-[5px] pointer-coarse:size-10"
        >
          <Icon name="refresh" className={isRefreshing ? 'spin-slow' : ''} />
        </button>
      )}
    </div>
  )
}

/** Says how old the oldest part on screen is. @param recalledMs age of what is recalled, ms */
function ageText({ total, loaded, oldestMs }: Coverage, recalledMs: number | null): string {
  if (oldestMs === null)
    return recalledMs === null
      ? t('refresh.loading')
      : t('refresh.lastKnown', { age: formatDuration(recalledMs) })
  const age = formatDuration(oldestMs)
  return loaded === total
    ? t('refresh.age', { age })
    : t('refresh.partial', { loaded, total, age })
}
