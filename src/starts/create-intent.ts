import type { ServiceErrorKind } from '../service/result.ts'
import { apartMs } from '../util/apart.ts'
import type { EndpointKey } from '../accounts/endpoint-key.ts'

/**
 * A create that survives reloads and crashes: stored before it is sent, closed when its outcome
 * is known. Pure. Times are epoch ms by the local clock. Holds no secret.
 */

/** How a create ended. */
export type CreateIntentEnd =
  /** The session runs, and it is this one. */
  | 'adopted'
  /** The service refused it. */
  | 'refused'
  /** It certainly started nothing. */
  | 'not-created'
  /** v1: new sessions appeared, and nothing says which of them is this one. */
  | 'candidates'
  /** The user took it back; if a session had started, it was stopped. */
  | 'cancelled'

/** One create. Plain JSON. */
export type CreateIntent = EndpointKey & {
  id: string
  wanted: { id: string; size: string; leaseMs: number; models: string[] }
  createdAtMs: number
  /**
   * How long it waits at least before it is sent, so that the user can undo it, ms. Missing in
   * rows of an earlier version: not at all.
   */
  undoMs?: number
  /**
   * When a tab that resumed it began its undo time again. Missing: the time runs from the click.
   */
  undoFromMs?: number
  /** How many times it was sent. */
  attempts: number
  /** When it was first sent; null until then. */
  firstSentAtMs: number | null
  /**
   * The server time at the first send, epoch ms; null when it was not known. A session created
   * before that is not this one. Missing in rows of an earlier version.
   */
  firstSentServerMs?: number | null
  /** Attempts whose effect is not known. */
  unsettled: number
  /** When the service was last asked about it; null until then. */
  askedAtMs: number | null
  /** The service answered 409: something with this ID exists. */
  hasConflict: boolean
  /**
   * The session existed before anything was sent, so it belongs to someone else. Missing in rows
   * of an earlier version.
   */
  wasThere?: boolean
  isCancelled: boolean
  /** v1: IDs listed before the first send; null until they are listed. */
  before: string[] | null
  end: CreateIntentEnd | null
  /** ID of the adopted session, or of the candidates. */
  sessionIds: string[]
  /** Kind of the last failure, for the screen. */
  failure: ServiceErrorKind | null
  /** The user has read how it ended. Missing in rows of an earlier version. */
  isDismissed?: boolean
}

/**
 * Returns how much longer a create waits so that the user can undo it, ms. Whichever tab runs it
 * waits, also after a reload. @param nowMs local clock, epoch ms
 */
export function undoLeftMs(
  {
    createdAtMs,
    undoMs = 0,
    undoFromMs = createdAtMs,
    attempts,
  }: Pick<CreateIntent, 'createdAtMs' | 'undoMs' | 'undoFromMs' | 'attempts'>,
  nowMs: number,
): number {
  // A clock that was set back must not make it wait longer than was promised.
  return attempts > 0 ? 0 : Math.min(undoMs, Math.max(0, undoFromMs + undoMs - nowMs))
}

/**
 * Returns an unsent create that a tab takes over, with its whole undo time ahead: while the page
 * was loading or locked, nobody could see it and undo it. @param nowMs local clock, epoch ms
 */
export function withUndoTimeAgain(intent: CreateIntent, nowMs: number): CreateIntent {
  const { end, attempts, isCancelled, undoMs = 0 } = intent
  const isWaiting = end === null && attempts === 0 && !isCancelled && undoMs > 0
  return isWaiting ? { ...intent, undoFromMs: nowMs } : intent
}

/** Returns whether a create certainly left nothing running, which an open form can report. */
export function leftNothing({ end }: Pick<CreateIntent, 'end'>): boolean {
  return end === 'refused' || end === 'not-created'
}

/**
 * Returns whether the user has yet to read how a create ended. An adopted session shows in the
 * list, and a cancelled one was the user's own request.
 */
export function isUnreadCreate({ end, isDismissed }: CreateIntent): boolean {
  return end !== null && end !== 'adopted' && end !== 'cancelled' && !isDismissed
}

/**
 * When the same create is sent again, counted from the first send: spread out, so that one of
 * the attempts reaches a service that is restarting.
 */
const REPEAT_AFTER_MS = [10_000, 30_000, 60_000]
/** After this a create is only looked up and not sent again. */
const REPEAT_WITHIN_MS = 70_000
/** After this a create is never sent without the user. */
export const REPLAY_WITHIN_MS = 10 * 60_000
/** Between two questions about the same create. */
const ASK_EVERY_MS = 10_000

/** Returns a create that has not been sent. */
export function newCreateIntent(
  known: Pick<CreateIntent, 'id' | 'wanted' | 'undoMs' | keyof EndpointKey>,
  nowMs: number,
): CreateIntent {
  return {
    ...known,
    createdAtMs: nowMs,
    attempts: 0,
    firstSentAtMs: null,
    firstSentServerMs: null,
    unsettled: 0,
    askedAtMs: null,
    hasConflict: false,
    wasThere: false,
    isCancelled: false,
    before: null,
    end: null,
    sessionIds: [],
    failure: null,
  }
}

/** The next step of a create. */
export type CreateStep =
  | { kind: 'send' | 'get' | 'list' | 'stop' | 'over' }
  | { kind: 'wait'; ms: number }
  | { kind: 'close'; end: CreateIntentEnd }

/** Returns what to do next for a create. */
export function nextStep(intent: CreateIntent, nowMs: number): CreateStep {
  if (intent.end !== null) return { kind: 'over' }
  // Nothing was sent, or every attempt was refused, for example with an expired token.
  if (intent.unsettled === 0 && !intent.hasConflict) return stepBeforeSend(intent, nowMs)
  if (intent.isCancelled) return stepToTakeBack(intent, nowMs)
  // v1 assigns the ID, so a second POST would start a second session.
  if (intent.apiVersion === 'v1') return paced(intent, 'list', nowMs)
  return stepInDoubt(intent, nowMs)
}

function stepBeforeSend(intent: CreateIntent, nowMs: number): CreateStep {
  if (intent.isCancelled) return { kind: 'close', end: 'cancelled' }
  // Nothing was sent, so nothing runs; sending it now would surprise the user.
  if (isOld(intent, nowMs)) return { kind: 'close', end: 'not-created' }
  if (intent.apiVersion !== 'v1' || intent.before !== null) return { kind: 'send' }
  const isTooLateToList = apartMs(nowMs, intent.createdAtMs) >= REPEAT_WITHIN_MS
  // A list that failed until now must not lead to a create minutes later.
  return isTooLateToList && intent.askedAtMs !== null
    ? { kind: 'close', end: 'not-created' }
    : paced(intent, 'list', nowMs)
}

/** The session of a canceled create is stopped only once it is known to be the create's own. */
function stepToTakeBack(intent: CreateIntent, nowMs: number): CreateStep {
  if (intent.wasThere) return { kind: 'close', end: 'cancelled' }
  if (intent.sessionIds.length > 0) return paced(intent, 'stop', nowMs)
  return paced(intent, intent.apiVersion === 'v1' ? 'list' : 'get', nowMs)
}

/** Sends again while that can still help, then asks by ID. */
function stepInDoubt(intent: CreateIntent, nowMs: number): CreateStep {
  const { createdAtMs, firstSentAtMs, attempts, hasConflict } = intent
  const sinceMs = nowMs - (firstSentAtMs ?? nowMs)
  // Otherwise the clock was set back, and the time since the first send is not known.
  const isTimed = sinceMs >= 0 && (firstSentAtMs ?? nowMs) >= createdAtMs
  const mayRepeat =
    !isOld(intent, nowMs) && !hasConflict && isTimed && sinceMs < REPEAT_WITHIN_MS
  const repeatAfterMs = REPEAT_AFTER_MS[attempts - 1]
  if (!mayRepeat || repeatAfterMs === undefined) return paced(intent, 'get', nowMs)
  return sinceMs >= repeatAfterMs
    ? paced(intent, 'send', nowMs)
    : { kind: 'wait', ms: repeatAfterMs - sinceMs }
}

function isOld({ createdAtMs }: CreateIntent, nowMs: number): boolean {
  return apartMs(nowMs, createdAtMs) > REPLAY_WITHIN_MS
}

/** Delays a step so that it comes at most every ten seconds. */
function paced(
  intent: CreateIntent,
  kind: 'send' | 'get' | 'list' | 'stop',
  nowMs: number,
): CreateStep {
  const sinceMs = intent.askedAtMs === null ? Infinity : nowMs - intent.askedAtMs
  // A clock that was set back must not delay the step.
  return sinceMs >= 0 && sinceMs < ASK_EVERY_MS
    ? { kind: 'wait', ms: ASK_EVERY_MS - sinceMs }
    : { kind }
}
