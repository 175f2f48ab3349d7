import type { GateView } from '../../gate/types.ts'
import { t } from '../../i18n/t.ts'

/** Returns the whole seconds until a time, never negative. Both epoch ms. */
export function secondsUntil(atMs: number, nowMs: number) {
  return Math.max(0, Math.ceil((atMs - nowMs) / 1000))
}

/**
 * Returns when the next call may be sent, and why not yet.
 * @param nowMs local clock, epoch ms
 * @param isOffline whether no call can reach the service; a countdown would promise one
 */
export function gateText(view: GateView, nowMs: number, isOffline: boolean): string {
  if (isOffline) return t('gate.offline')
  const seconds = secondsUntil(view.nextCallAtMs, nowMs)
  // The view changes only with events, so the clock decides whether the gate has opened since.
  if (seconds === 0) return t('gate.open')
  switch (view.closedBy) {
    case 'throttled':
      return t('gate.throttled', { seconds })
    case 'server-trouble':
      return t('gate.serverTrouble', { seconds })
    case 'open':
    case 'spacing':
      return t('gate.next', { seconds })
  }
}
