import { t } from '../../i18n/t.ts'
import { alertsStore } from '../../monitor/alerts-store.ts'
import type { Alert } from '../../monitor/alerts.ts'
import type { Runtime } from '../../runtime/runtime.ts'
import { apartMs } from '../../util/apart.ts'
import { addToast, dismissToast, toastsStore } from '../shell/toasts-store.ts'
import { alertText } from './alert-text.ts'

/** What became Ready longer ago is no news, ms. */
const NEWS_FOR_MS = 15_000

/**
 * Shows a message when sessions become Ready: good news, and nothing to deal with. It is one message
 * for all of them as long as it is on screen, so that a large fleet doesn't fill the page.
 * @returns a function that stops it
 */
export function tellReady(runtime: Runtime): () => void {
  const told = new Set<string>()
  let shown: { id: number; count: number } | null = null
  const isNews = ({ id, kind, isDismissed, raisedAtMs }: Alert) =>
    kind === 'ready' &&
    !isDismissed &&
    !told.has(id) &&
    apartMs(runtime.ports.now(), raisedAtMs) < NEWS_FOR_MS
  return alertsStore(runtime).subscribe(({ rows }) => {
    const news = [...rows.values()].filter(isNews)
    const [first] = news
    if (!first) return
    for (const { id } of news) told.add(id)
    const before = shown
    const isShown =
      before !== null &&
      toastsStore(runtime)
        .getState()
        .toasts.some(({ id }) => id === before.id)
    if (isShown) dismissToast(runtime, before.id)
    const count = news.length + (isShown ? before.count : 0)
    const text = count === 1 ? alertText(first) : t('alert.readyMany', { count })
    shown = { id: addToast(runtime, { tone: 'success', text, error: null }), count }
  })
}
