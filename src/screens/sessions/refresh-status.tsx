import { useState } from 'react'
import { formatDuration, formatList } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import type { EndpointState } from '../../sessions/fleet-model.ts'
import { type Coverage, coverageOf, isLoaded } from '../../sessions/coverage.ts'
import { missingRegions } from '../../sessions/missing-regions.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { isListStale } from '../../sessions/time-left.ts'
import { refreshList } from '../../sessions/load-sessions.ts'
import { type Wake, wakeStore } from '../../tabs/page-lifecycle.ts'
import { formatEndpointAccount } from './row-text.ts'
import { errorHeadline } from '../shell/error-text.ts'
import { addToast } from '../shell/toasts-store.ts'
import { Icon } from '../../ui/icon.tsx'
import { useNowMs } from '../../util/ticker.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'

/**
 * The age of the oldest list on screen, and a button to refresh. Regions that don't answer stay in
 * view here while the bar has something more urgent: they aren't counted, and why is in the title.
 */
export function RefreshStatus({ endpoints }: { endpoints: readonly EndpointState[] }) {
  const runtime = useRuntime()
  const nowMs = useNowMs()
  const [isRefreshing, setIsRefreshing] = useState(false)
  const unlocked = endpoints.filter(({ status }) => status !== 'locked')
  const wake = useRuntimeStore(wakeStore, (state) => state)
  const coverage = coverageOf(endpoints, nowMs, wake)
  const recalledAtMs = endpoints.flatMap((endpoint) => endpoint.recalledAtMs ?? [])
  const missing = missingRegions(endpoints, coverage)
  const down = endpoints.filter((endpoint) => isDown(endpoint, nowMs, wake))
  const answering = endpoints.filter((endpoint) => !down.includes(endpoint))
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
      <span
        className={down.length > 0 ? 'text-soon-text font-medium' : undefined}
        title={titleText()}
      >
        {statusText()}
      </span>
      {unlocked.length > 0 && (
        <button
          type="button"
          data-shortcut="refresh"
          aria-label={t('refresh.action')}
          title={t('refresh.action')}
          aria-disabled={isRefreshing}
          onClick={() => {
            if (!isRefreshing) void refresh().catch(() => {})
          }}
          className={`hover:bg-hover hover:text-text relative inline-flex size-8 items-center justify-center rounded-[5px] pointer-coarse:size-10 ${
            down.length > 0 ? downMarkClass : ''
          }`}
        >
          <Icon name="refresh" className={isRefreshing ? 'spin-slow' : ''} />
        </button>
      )}
    </div>
  )

  function statusText(): string {
    // Of the regions that answer, unless there is none: then how old what they sent before is.
    const known = coverageOf(answering, nowMs, wake)
    const { oldestMs, loaded } = known.oldestMs === null ? coverage : known
    if (oldestMs !== null)
      return ageText({ loaded, total: coverage.total }, formatDuration(oldestMs))
    if (recalledAtMs.length > 0)
      return t('refresh.lastKnown', {
        age: formatDuration(Math.max(0, nowMs - Math.min(...recalledAtMs))),
      })
    return t(down.length === unlocked.length ? 'refresh.failed' : 'refresh.loading')
  }

  function titleText(): string | undefined {
    if (down.length > 0)
      return t('banner.failed', { place: formatList(down.map(formatEndpointAccount)) })
    return missing === null ? undefined : t('notice.missing', { places: missing })
  }
}

/** A dot on the button, because a phone has no room for the words. */
const downMarkClass =
  'before:bg-soon before:absolute before:top-1 before:right-1 before:size-2 before:rounded-full sm:before:hidden forced-colors:before:bg-[CanvasText]'

/** Says how old the oldest part on screen is. */
function ageText({ loaded, total }: Pick<Coverage, 'loaded' | 'total'>, age: string): string {
  return loaded === total
    ? t('refresh.age', { age })
    : t('refresh.partial', { loaded, total, age })
}

/** Whether an endpoint failed and what it sent before, if anything, is too old to be relied upon. */
function isDown(endpoint: EndpointState, nowMs: number, wake: Wake): boolean {
  return (
    endpoint.status === 'failed' && (!isLoaded(endpoint) || isListStale(endpoint, nowMs, wake))
  )
}
