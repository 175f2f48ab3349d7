import { alertsStore } from '../../monitor/alerts-store.ts'
import type { Alert } from '../../monitor/alerts.ts'
import type { Runtime } from '../../runtime/runtime.ts'
import { apartMs } from '../../util/apart.ts'
import { addToast } from '../shell/toasts-store.ts'
import { alertText } from './alert-text.ts'

/** What became Ready longer ago is no news, ms. */
const NEWS_FOR_MS = 15_000

/**
 * Shows a message for each session that becomes Ready: good news, and nothing to deal with.
 * @returns a function that stops it
 */
export function tellReady(runtime: Runtime): () => void {
  const told = new Set<string>()
  const isNews = ({ id, kind, isDismissed, raisedAtMs }: Alert) =>
    kind === 'ready' &&
    !isDismissed &&
    !told.has(id) &&
    apartMs(runtime.ports.now(), raisedAtMs) < NEWS_FOR_MS
  return alertsStore(runtime).subscribe(({ rows }) => {
    for (const alert of rows.values()) {
      if (!isNews(alert)) continue
      told.add(alert.id)
      addToast(runtime, { tone: 'success', text: alertText(alert), error: null })
    }
  })
}
