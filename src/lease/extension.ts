import { type ExtendChange, type ExtendProblem, extendedLease } from './extend.ts'

/**
 * Follows an extension from its first send until its outcome is known. Pure.
 *
 * A PATCH carries a total, and leases only grow (docs/protocol.md#leases). The same total can
 * therefore be sent again when its effect is in doubt: it takes effect at most once. A lease
 * below every total that was sent proves that none of them has taken effect yet.
 */
export type Extension = {
  change: ExtendChange
  /** The lease on which the total is based, ms. */
  baseMs: number
  /** The last total sent, ms. */
  goalMs: number
  /** The smallest total sent whose effect is unknown, ms; null: none. */
  doubtMs: number | null
  /**
   * Whether somebody else changed the lease and the addition was computed again on top of it.
   */
  isAnew: boolean
  sends: number
  /** Local clock, epoch ms. */
  firstSentAtMs: number
  lastSentAtMs: number
}

/** How an extension ended. */
export type ExtensionEnd =
  /** The service accepted it. */
  | 'done'
  /** The reply was lost, but the lease has the requested length. */
  | 'found'
  /** The lease is longer than the requested total. */
  | 'longer'
  /** The lease grew, but whether that includes the addition can't be determined. */
  | 'unsure'
  /** Somebody else changed the lease, and it doesn't include the addition. */
  | 'not-added'
  | 'failed'
  /** The session has ended. */
  | 'ended'
  /** No answer came, not even to the checks. */
  | 'unknown'

/** What to do next. */
type ExtensionStep =
  | { kind: 'send' | 'ask'; afterMs: number }
  | { kind: 'end'; end: ExtensionEnd }

type Progress = { extension: Extension; step: ExtensionStep }

/**
 * What an answer to a PATCH means: it took effect; it certainly did not, because of the total,
 * for another reason, or because it was canceled before it was sent; or nothing is certain.
 */
export type ExtensionAnswer = 'done' | 'refused' | 'failed' | 'cancelled' | 'doubt'

/** Time between two sends of the same total, or between two checks. */
const PACE_MS = 10_000
const MAX_SENDS = 3
/** After this time nothing is sent automatically, because it would surprise the user. */
const RESEND_WITHIN_MS = 70_000
/** A call that has had no effect for this long will have none. */
const SURE_AFTER_MS = 120_000
/** Enough for one more check after that, which then decides. */
const GIVEN_UP_AFTER_MS = SURE_AFTER_MS + 30_000

/**
 * Creates an extension that is about to be sent.
 * @param leaseMs the newest known lease
 */
export function beginExtension(
  change: ExtendChange,
  leaseMs: number,
  nowMs: number,
): { ok: true; extension: Extension } | { ok: false; problem: ExtendProblem } {
  const extended = extendedLease(leaseMs, change)
  if (!extended.ok) return extended
  return {
    ok: true,
    extension: {
      change,
      baseMs: leaseMs,
      goalMs: extended.leaseMs,
      doubtMs: null,
      isAnew: false,
      sends: 1,
      firstSentAtMs: nowMs,
      lastSentAtMs: nowMs,
    },
  }
}

/** Returns the extension when its total is sent again. @param nowMs local clock, epoch ms */
export function sentAgain(extension: Extension, nowMs: number): Extension {
  return {
    ...extension,
    sends: extension.sends + 1,
    lastSentAtMs: nowMs,
  }
}

/**
 * Returns when the checks of an extension end without an answer, local clock, epoch ms. Sending it
 * again restarts the time.
 */
export function givenUpAtMs({ lastSentAtMs }: Extension): number {
  return lastSentAtMs + GIVEN_UP_AFTER_MS
}

/**
 * Returns how much of that time is left, ms. A clock that was set back doesn't prolong it.
 * @param nowMs local clock, epoch ms
 */
export function givenUpAfterMs({ lastSentAtMs }: Extension, nowMs: number): number {
  return GIVEN_UP_AFTER_MS - Math.abs(nowMs - lastSentAtMs)
}

/** Decides what follows from the answer to the last total sent. */
export function afterAnswer(extension: Extension, answer: ExtensionAnswer): Progress {
  const { doubtMs, goalMs } = extension
  switch (answer) {
    case 'done':
      return end(extension, 'done')
    case 'failed':
      return doubtMs === null ? end(extension, 'failed') : ask(extension)
    case 'cancelled':
      // An earlier total may still take effect, but none is sent again.
      return doubtMs === null
        ? end(extension, 'failed')
        : ask({ ...extension, sends: MAX_SENDS })
    case 'refused':
      return ask(extension, 0)
    case 'doubt':
      return ask({ ...extension, doubtMs: Math.min(doubtMs ?? goalMs, goalMs) }, 0)
  }
}

/**
 * Decides what follows from a check of the session.
 * @param found its lease, ms; that it ended; or null when no answer came
 * @param isSole whether no other tab of this browser extends the session at the same time
 * @param nowMs local clock, epoch ms
 */
export function afterLook(
  extension: Extension,
  found: number | 'ended' | null,
  isSole: boolean,
  nowMs: number,
): Progress {
  const { doubtMs, goalMs, firstSentAtMs, lastSentAtMs, sends } = extension
  if (found === 'ended') return end(extension, 'ended')
  // A clock that was set back must not prolong this.
  const sinceMs = Math.abs(nowMs - lastSentAtMs)
  const isSure = sinceMs >= SURE_AFTER_MS
  if (found === null) {
    if (!isSure) return ask(extension)
    return end(extension, doubtMs === null ? 'failed' : 'unknown')
  }
  if (doubtMs === null) return afterRefusal(extension, found)
  // Another tab that adds the same amount computes the same total.
  if (found === goalMs) return end(extension, isSole || !isSum(extension) ? 'found' : 'unsure')
  if (found > goalMs) return end(extension, isSum(extension) ? 'unsure' : 'longer')
  const next = (found < doubtMs ? anew(extension, found) : null) ?? extension
  const mayResend = sends < MAX_SENDS && Math.abs(nowMs - firstSentAtMs) < RESEND_WITHIN_MS
  if (mayResend)
    return {
      extension: next,
      step: { kind: 'send', afterMs: Math.max(0, PACE_MS - sinceMs) },
    }
  if (!isSure) return ask(extension)
  if (found >= doubtMs) return end(extension, 'unsure')
  return end(extension, found > extension.baseMs ? 'not-added' : 'failed')
}

function end(extension: Extension, how: ExtensionEnd): Progress {
  return {
    extension,
    step: { kind: 'end', end: how },
  }
}

function ask(extension: Extension, afterMs = PACE_MS): Progress {
  return {
    extension,
    step: { kind: 'ask', afterMs },
  }
}

/** Everything that was sent was refused, so somebody else set the lease. */
function afterRefusal(extension: Extension, leaseMs: number): Progress {
  if (!isSum(extension) && leaseMs >= extension.goalMs) return end(extension, 'longer')
  const next = anew(extension, leaseMs)
  if (next) return { extension: next, step: { kind: 'send', afterMs: 0 } }
  return end(extension, leaseMs > extension.baseMs ? 'not-added' : 'failed')
}

/** Whether time is to be added to whatever the lease is. */
function isSum({ change }: Extension): boolean {
  return 'addMs' in change || change.atLeastAddMs !== undefined
}

/**
 * Computes the addition on top of a lease that somebody else changed. Null when there is no
 * room, or when it was done once already.
 */
function anew(extension: Extension, leaseMs: number): Extension | null {
  if (extension.isAnew || leaseMs <= extension.baseMs) return null
  const extended = extendedLease(leaseMs, extension.change)
  return extended.ok
    ? { ...extension, baseMs: leaseMs, goalMs: extended.leaseMs, isAnew: true }
    : null
}
