/** What an operator is told of, once. Pure: facts go in, alerts come out. */

/** What an alert is about. */
export type AlertKind = 'ending' | 'ready' | 'error' | 'expired' | 'budget' | 'renewal-failed'

/** One alert. Plain JSON, shared by all tabs. */
export type Alert = {
  /** Names the occasion: the same occasion in another tab or after a reload has the same id. */
  id: string
  kind: AlertKind
  /** Key of the session in the fleet; null for what is about all of them. */
  sessionKey: string | null
  sessionId: string | null
  /** Minutes left when it was due; null for other kinds. */
  minutes: number | null
  /** The lease it is about; null for other kinds. */
  leaseMs: number | null
  /** Local clock, epoch ms. */
  raisedAtMs: number
  /** Hidden until then, local clock, epoch ms; null: shown. */
  snoozedUntilMs: number | null
  isDismissed: boolean
}

/** An alert that is raised now. @param nowMs local clock, epoch ms */
export function newAlert(
  known: Pick<Alert, 'id' | 'kind'> & Partial<Alert>,
  nowMs: number,
): Alert {
  return {
    sessionKey: null,
    sessionId: null,
    minutes: null,
    leaseMs: null,
    raisedAtMs: nowMs,
    snoozedUntilMs: null,
    isDismissed: false,
    ...known,
  }
}

/** A running session, as far as its end is concerned. */
export type Countdown = {
  sessionKey: string
  sessionId: string
  leaseMs: number
  /** Until the earliest possible end. */
  leftMs: number
}

/**
 * The threshold a countdown has come down to: the smallest that is not below what is left. Of
 * several that were passed unseen (a sleep, a late start) only the most urgent counts.
 * @returns minutes; null above all of them, and when the end has passed
 */
export function passedThreshold(
  leftMs: number,
  thresholdsMin: readonly number[],
): number | null {
  if (leftMs <= 0) return null
  const passed = thresholdsMin.filter((minutes) => leftMs <= minutes * 60_000)
  return passed.length === 0 ? null : Math.min(...passed)
}

/** Id of the alert for a threshold: a longer lease makes a new occasion. */
export function endingId({ sessionKey, leaseMs }: Countdown, minutes: number): string {
  return `ending ${sessionKey} ${leaseMs / 60_000} ${minutes}`
}

/**
 * What is due for a countdown.
 * @param leaseBeforeMs the lease this console knew before; another one means that somebody has
 *   just dealt with the end, so what is passed already is noted but not told
 */
export function dueEnding(
  countdown: Countdown,
  thresholdsMin: readonly number[],
  leaseBeforeMs: number | null,
): { id: string; minutes: number; isSilent: boolean } | null {
  const minutes = passedThreshold(
    countdown.leftMs,
    // A lease that began below a threshold never came down to it.
    thresholdsMin.filter((each) => each * 60_000 < countdown.leaseMs),
  )
  if (minutes === null) return null
  return {
    id: endingId(countdown, minutes),
    minutes,
    isSilent: leaseBeforeMs !== null && leaseBeforeMs !== countdown.leaseMs,
  }
}

/** A snooze, ms. */
export const SNOOZE_MS = 5 * 60_000

/**
 * Whether an alert is on screen. More than a whole snooze is never left: then the clock was set
 * back, and the alert is shown rather than hidden for as long.
 * @param nowMs local clock, epoch ms
 */
export function isShown({ isDismissed, snoozedUntilMs }: Alert, nowMs: number): boolean {
  return (
    !isDismissed &&
    (snoozedUntilMs === null || snoozedUntilMs <= nowMs || snoozedUntilMs > nowMs + SNOOZE_MS)
  )
}

/**
 * The alerts that want attention, newest first. Of a session's end only the most urgent alert
 * counts, and only while it runs with the lease that the alert is about: one that was due before,
 * and one of an end that was put off or has come, is moot. When they were raised decides nothing,
 * as the clock may have been set back in between.
 * @param leases the lease of each listed session by its key in the fleet, ms
 * @param nowMs local clock, epoch ms
 */
export function standingAlerts(
  alerts: readonly Alert[],
  leases: ReadonlyMap<string, number>,
  nowMs: number,
): readonly Alert[] {
  const urgentOfEnd = new Map<string, Alert>()
  for (const alert of alerts) {
    const { kind, sessionKey, leaseMs, minutes } = alert
    if (kind !== 'ending' || sessionKey === null) continue
    if (leases.get(sessionKey) !== leaseMs) continue
    const known = urgentOfEnd.get(sessionKey)
    if (!known || (minutes ?? Infinity) < (known.minutes ?? Infinity))
      urgentOfEnd.set(sessionKey, alert)
  }
  const isMoot = ({ id, kind, sessionKey }: Alert) =>
    kind === 'ending' && (sessionKey === null || urgentOfEnd.get(sessionKey)?.id !== id)
  return alerts
    .filter((alert) => isShown(alert, nowMs) && !isMoot(alert))
    .toSorted((a, b) => b.raisedAtMs - a.raisedAtMs)
}

/** Whether an alert has had its day. @param nowMs local clock, epoch ms */
export function isForgotten({ raisedAtMs }: Alert, nowMs: number): boolean {
  return nowMs - raisedAtMs > 2 * 86_400_000
}
