import { type ExtendChange, type ExtendProblem, extendedLease } from './extend.ts'

/**
 * An extension from its first send until it is known what came of it. Pure.
 *
 * A PATCH carries a total, and leases only grow (docs/protocol.md#leases). So the same total
 * may be sent again when its effect is in doubt: it can take effect once. And a lease below
 * every total that was sent proves that none of them has taken effect yet.
 */
export type Extension = {
  change: ExtendChange
  /** The lease that the total was made from, ms. */
  baseMs: number
  /** The total that was sent last, ms. */
  goalMs: number
  /** The smallest total sent whose effect is unknown, ms; null: none. */
  doubtMs: number | null
  /** Somebody else changed the lease, and the addition was made to theirs. */
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
  /** No reply told so, but the lease is what was asked for. */
  | 'found'
  /** The lease is longer than the total that was asked for. */
  | 'longer'
  /** The lease grew, and whether the addition is part of it can't be known. */
  | 'unsure'
  /** The lease was changed by somebody else, and the addition is not part of it. */
  | 'not-added'
  | 'failed'
  /** The session has ended. */
  | 'ended'
  /** No answer came, to the questions neither. */
  | 'unknown'

/** What to do next. */
type ExtensionStep =
  | { kind: 'send' | 'ask'; afterMs: number }
  | { kind: 'end'; end: ExtensionEnd }

type Progress = { extension: Extension; step: ExtensionStep }

/** What an answer to a PATCH says: done; surely not, because of the total or otherwise; nothing. */
export type ExtensionAnswer = 'done' | 'refused' | 'failed' | 'doubt'

/** Between two sends of the same total, or two questions. */
const PACE_MS = 10_000
const MAX_SENDS = 3
/** Later than this nothing leaves by itself: it would surprise. */
const RESEND_WITHIN_MS = 70_000
/** A call that had no effect for so long has none. */
const SURE_AFTER_MS = 120_000

/**
 * Begins an extension that is about to leave.
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

/** The extension when its total leaves once more. @param nowMs local clock, epoch ms */
export function sentAgain(extension: Extension, nowMs: number): Extension {
  return {
    ...extension,
    sends: extension.sends + 1,
    lastSentAtMs: nowMs,
  }
}

/** What follows from the answer to the total that was sent last. */
export function afterAnswer(extension: Extension, answer: ExtensionAnswer): Progress {
  const { doubtMs, goalMs } = extension
  switch (answer) {
    case 'done':
      return end(extension, 'done')
    case 'failed':
      return doubtMs === null ? end(extension, 'failed') : ask(extension)
    case 'refused':
      return ask(extension, 0)
    case 'doubt':
      return ask({ ...extension, doubtMs: Math.min(doubtMs ?? goalMs, goalMs) }, 0)
  }
}

/**
 * What follows from a question after the session.
 * @param found its lease, ms; that it ended; or null when no answer came
 * @param isSole no other tab of this browser extends the session at the same time
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
  // A clock that was set back must not make this last.
  const sinceMs = Math.abs(nowMs - lastSentAtMs)
  const isSure = sinceMs >= SURE_AFTER_MS
  if (found === null) {
    if (!isSure) return ask(extension)
    return end(extension, doubtMs === null ? 'failed' : 'unknown')
  }
  if (doubtMs === null) return afterRefusal(extension, found)
  // Another tab with the same addition makes the same total.
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

/** Everything that was sent was refused, so the lease is somebody else's word. */
function afterRefusal(extension: Extension, leaseMs: number): Progress {
  if (!isSum(extension) && leaseMs >= extension.goalMs) return end(extension, 'longer')
  const next = anew(extension, leaseMs)
  if (next) return { extension: next, step: { kind: 'send', afterMs: 0 } }
  return end(extension, leaseMs > extension.baseMs ? 'not-added' : 'failed')
}

/** Whether something is to be added to whatever the lease is. */
function isSum({ change }: Extension): boolean {
  return 'addMs' in change || change.atLeastAddMs !== undefined
}

/** Makes the addition to a lease that somebody else changed; null: there is no room, or it was. */
function anew(extension: Extension, leaseMs: number): Extension | null {
  if (extension.isAnew || leaseMs <= extension.baseMs) return null
  const extended = extendedLease(leaseMs, extension.change)
  return extended.ok
    ? { ...extension, baseMs: leaseMs, goalMs: extended.leaseMs, isAnew: true }
    : null
}
