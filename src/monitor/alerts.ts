/** Decides which alerts are due, and which of them are shown. Pure. */

/** What an alert is about. 'renewal-failed': an automatic extension failed or ended. */
export type AlertKind = 'ending' | 'ready' | 'error' | 'expired' | 'budget' | 'renewal-failed'

/** One alert. Plain JSON, shared by all tabs. */
export type Alert = {
  /** Identifies the occasion: it has the same ID in every tab and after a reload. */
  id: string
  kind: AlertKind
  /** Key of the session in the fleet; null for an alert about all sessions. */
  sessionKey: string | null
  sessionId: string | null
  /** Minutes left when it was due; null for other kinds. */
  minutes: number | null
  /** The lease it is about, ms; null for other kinds. */
  leaseMs: number | null
  /** Local clock, epoch ms. */
  raisedAtMs: number
  /** Hidden until then, local clock, epoch ms; null when it is not snoozed. */
  snoozedUntilMs: number | null
  isDismissed: boolean
}

/** Returns a new alert. @param nowMs local clock, epoch ms */
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

/** The end of a running session. */
export type Countdown = {
  sessionKey: string
  sessionId: string
  leaseMs: number
  /** Time until the earliest possible end, ms. */
  leftMs: number
}

/**
 * Returns the threshold that a countdown has passed, minutes. Of several that passed unseen, for
 * example during a sleep, only the most urgent counts. Null above all thresholds. After the earliest
 * possible end a session may run on, so the most urgent one still stands.
 */
export function passedThreshold(
  leftMs: number,
  thresholdsMin: readonly number[],
): number | null {
  const passed = thresholdsMin.filter((minutes) => leftMs <= minutes * 60_000)
  return passed.length === 0 ? null : Math.min(...passed)
}

/** Returns the ID of the alert for a threshold. Another lease makes another occasion. */
export function endingId({ sessionKey, leaseMs }: Countdown, minutes: number): string {
  return `ending ${sessionKey} ${leaseMs / 60_000} ${minutes}`
}

/**
 * Returns the alert that is due for a countdown, or null.
 * @param leaseBeforeMs the lease known before, ms; another one means that someone has just dealt
 *   with the end, so a threshold that has passed is recorded and not shown
 */
export function dueEnding(
  countdown: Countdown,
  thresholdsMin: readonly number[],
  leaseBeforeMs: number | null,
): { id: string; minutes: number; isSilent: boolean } | null {
  const minutes = passedThreshold(
    countdown.leftMs,
    // A lease that began below a threshold never passes it.
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

/** Returns whether a snooze can be offered: what returns after the end helps nobody. */
export function canSnooze(leftMs: number | null): boolean {
  return leftMs === null || leftMs > SNOOZE_MS
}

/**
 * Returns whether an alert is neither dismissed nor snoozed. If more than a whole snooze is left,
 * the clock was set back, and the alert is shown.
 * @param nowMs local clock, epoch ms
 */
export function isShown({ isDismissed, snoozedUntilMs }: Alert, nowMs: number): boolean {
  return (
    !isDismissed &&
    (snoozedUntilMs === null || snoozedUntilMs <= nowMs || snoozedUntilMs > nowMs + SNOOZE_MS)
  )
}

/**
 * Returns the alerts to show, newest first. Of the alerts about one session's end only the most
 * urgent counts, and only while the session runs with the lease that the alert is about. For a
 * listed session, the time when they were raised does not count, because the clock may have been set
 * back since.
 *
 * That a session is Ready is no alert: a message says it once.
 *
 * A session that is missing has ended only if its endpoint has answered in full. Until then the
 * alert stays for as long as the lease that it is about can last.
 * @param leases the lease of each listed session by its key in the fleet, ms
 * @param isUnseen whether a session of this key may run without being listed
 * @param nowMs local clock, epoch ms
 * @param isRemoved whether the account or region of this key is no longer in this browser
 */
export function standingAlerts(
  alerts: readonly Alert[],
  leases: Pick<ReadonlyMap<string, number>, 'get'>,
  isUnseen: (sessionKey: string) => boolean,
  nowMs: number,
  isRemoved: (sessionKey: string) => boolean = () => false,
): readonly Alert[] {
  const urgentOfEnd = new Map<string, Alert>()
  for (const alert of alerts) {
    const { kind, sessionKey, leaseMs, minutes } = alert
    if (kind !== 'ending' || sessionKey === null) continue
    const listedMs = leases.get(sessionKey)
    const mayStand =
      listedMs === undefined
        ? isUnseen(sessionKey) && nowMs < alert.raisedAtMs + (minutes ?? 0) * 60_000
        : listedMs === leaseMs
    if (!mayStand) continue
    const known = urgentOfEnd.get(sessionKey)
    if (!known || (minutes ?? Infinity) < (known.minutes ?? Infinity))
      urgentOfEnd.set(sessionKey, alert)
  }
  const isMoot = ({ id, kind, sessionKey }: Alert) => {
    if (kind === 'ready' || (sessionKey !== null && isRemoved(sessionKey))) return true
    return kind === 'ending' && (sessionKey === null || urgentOfEnd.get(sessionKey)?.id !== id)
  }
  return alerts
    .filter((alert) => isShown(alert, nowMs) && !isMoot(alert))
    .toSorted((a, b) => b.raisedAtMs - a.raisedAtMs)
}

/**
 * Returns the moments at which another set of alerts may stand without anything new having come,
 * local clock, epoch ms.
 */
export function momentsOf(alerts: readonly Alert[]): number[] {
  return alerts.flatMap(({ kind, minutes, raisedAtMs, snoozedUntilMs }) => [
    ...(snoozedUntilMs === null ? [] : [snoozedUntilMs - SNOOZE_MS, snoozedUntilMs]),
    ...(kind === 'ending' ? [raisedAtMs + (minutes ?? 0) * 60_000] : []),
  ])
}

/** Returns the latest of the moments that have passed; -Infinity when none has. */
export function latestPassedMs(momentsMs: readonly number[], nowMs: number): number {
  let latestMs = -Infinity
  for (const atMs of momentsMs) if (atMs <= nowMs && atMs > latestMs) latestMs = atMs
  return latestMs
}

/**
 * Returns the alerts that only a snooze hides, the one that returns first first. Parameters as in
 * {@link standingAlerts}.
 */
export function snoozedAlerts(
  alerts: readonly Alert[],
  leases: Parameters<typeof standingAlerts>[1],
  isUnseen: (sessionKey: string) => boolean,
  nowMs: number,
): readonly (Alert & { snoozedUntilMs: number })[] {
  // Thousands of alerts are looked through only where one is snoozed.
  if (!alerts.some((alert) => isSnoozed(alert, nowMs))) return []
  const awake = alerts.map((alert) => ({ ...alert, snoozedUntilMs: null }))
  const standing = new Set(standingAlerts(awake, leases, isUnseen, nowMs).map(({ id }) => id))
  return alerts
    .filter((alert) => standing.has(alert.id) && isSnoozed(alert, nowMs))
    .flatMap((alert) => {
      const { snoozedUntilMs } = alert
      return snoozedUntilMs === null ? [] : { ...alert, snoozedUntilMs }
    })
    .toSorted((a, b) => a.snoozedUntilMs - b.snoozedUntilMs)
}

function isSnoozed(alert: Alert, nowMs: number): boolean {
  return !alert.isDismissed && !isShown(alert, nowMs)
}

/** Returns whether an alert is old enough to delete. @param nowMs local clock, epoch ms */
export function isForgotten({ raisedAtMs }: Alert, nowMs: number): boolean {
  return nowMs - raisedAtMs > 2 * 86_400_000
}
