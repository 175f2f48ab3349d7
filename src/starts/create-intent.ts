import type { ServiceErrorKind } from '../service/result.ts'
import { apartMs } from '../util/apart.ts'
import type { EndpointKey } from '../accounts/endpoint-key.ts'

/**
 * A create that is not forgotten: written down before it leaves, closed when its outcome is
 * known. Pure. Times: local clock, epoch ms. Holds no secret.
 */

/** How a create ended. */
export type CreateIntentEnd =
  /** The session runs, and it is this one. */
  | 'adopted'
  /** The service refused it. */
  | 'refused'
  /** It was never started, for sure. */
  | 'not-created'
  /** v1: new sessions are there, and which is this one can't be told. */
  | 'candidates'
  /** Taken back by the user; if it had started, it was stopped. */
  | 'cancelled'

/** One create. Plain JSON. */
export type CreateIntent = EndpointKey & {
  id: string
  wanted: { id: string; size: string; leaseMs: number; models: string[] }
  createdAtMs: number
  /** How often it has left, and when first; null: never. */
  attempts: number
  firstSentAtMs: number | null
  /**
   * The server's time then, epoch ms, as far as it was known: what was created before is not of
   * this create. Missing in what an earlier version wrote.
   */
  firstSentServerMs?: number | null
  /** Tries that may have been done, for all that is known. */
  unsettled: number
  /** The last question asked about it. */
  askedAtMs: number | null
  /** A 409 was the answer: something with this id is there. */
  hasConflict: boolean
  /**
   * It was there before anything had left: it runs, and it is not of this create. Missing in
   * what an earlier version wrote.
   */
  wasThere?: boolean
  isCancelled: boolean
  /** v1: ids that were there before; null: not listed yet. */
  before: string[] | null
  end: CreateIntentEnd | null
  /** Id of the adopted session, or the candidates. */
  sessionIds: string[]
  /** Kind of the last failure, for the screen. */
  failure: ServiceErrorKind | null
  /** The user has read how it ended. Missing in what an earlier version wrote. */
  isDismissed?: boolean
}

/** An end that surely left nothing running: a form that is open can tell of it. */
export function leftNothing({ end }: Pick<CreateIntent, 'end'>): boolean {
  return end === 'refused' || end === 'not-created'
}

/** An end the user has yet to read. The others are plain from the list, or were asked for. */
export function isUnreadCreate({ end, isDismissed }: CreateIntent): boolean {
  return end !== null && end !== 'adopted' && end !== 'cancelled' && !isDismissed
}

/**
 * When the same create may leave again, after the first: spread out, so that a service that is
 * restarted finds one of them.
 */
const REPEAT_AFTER_MS = [10_000, 30_000, 60_000]
/** Later than this it is asked for, and not sent again. */
const REPEAT_WITHIN_MS = 70_000
/** An intent this old is never sent again by itself. */
export const REPLAY_WITHIN_MS = 10 * 60_000
/** Between two questions about the same intent. */
const ASK_EVERY_MS = 10_000

/** A create that has not left yet. */
export function newCreateIntent(
  known: Pick<CreateIntent, 'id' | 'wanted' | keyof EndpointKey>,
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

/** What to do next. */
export type CreateStep =
  | { kind: 'send' | 'get' | 'list' | 'stop' | 'over' }
  | { kind: 'wait'; ms: number }
  | { kind: 'close'; end: CreateIntentEnd }

/** What to do next for a create. */
export function nextStep(intent: CreateIntent, nowMs: number): CreateStep {
  if (intent.end !== null) return { kind: 'over' }
  const isV1 = intent.apiVersion === 'v1'
  const isOld = apartMs(nowMs, intent.createdAtMs) > REPLAY_WITHIN_MS
  // Nothing has left, or all that has was refused: one with a token that was renewed, say.
  if (intent.unsettled === 0 && !intent.hasConflict) {
    if (intent.isCancelled) return { kind: 'close', end: 'cancelled' }
    // Nothing left, so nothing runs; sending it now would surprise.
    if (isOld) return { kind: 'close', end: 'not-created' }
    if (!isV1 || intent.before !== null) return { kind: 'send' }
    // Not minutes later, when the connection is back.
    return apartMs(nowMs, intent.createdAtMs) >= REPEAT_WITHIN_MS && intent.askedAtMs !== null
      ? { kind: 'close', end: 'not-created' }
      : paced(intent, 'list', nowMs)
  }
  // What was there before is not stopped by taking this back.
  if (intent.isCancelled && intent.wasThere) return { kind: 'close', end: 'cancelled' }
  if (intent.isCancelled && intent.sessionIds.length > 0) return paced(intent, 'stop', nowMs)
  // v1 has no id of its own: a second POST would be a second session.
  if (isV1) return paced(intent, 'list', nowMs)
  // Whose session it is that has the id is asked before it is stopped.
  if (intent.isCancelled) return paced(intent, 'get', nowMs)
  const { createdAtMs, firstSentAtMs } = intent
  const sinceMs = nowMs - (firstSentAtMs ?? nowMs)
  // Else the clock was set back, and how long ago it left is not known (see create-outcomes.ts).
  const isTimed = sinceMs >= 0 && (firstSentAtMs ?? nowMs) >= createdAtMs
  const repeatAfterMs = REPEAT_AFTER_MS[intent.attempts - 1]
  const mayRepeat = !isOld && !intent.hasConflict && isTimed && sinceMs < REPEAT_WITHIN_MS
  if (!mayRepeat || repeatAfterMs === undefined) return paced(intent, 'get', nowMs)
  return sinceMs >= repeatAfterMs
    ? paced(intent, 'send', nowMs)
    : { kind: 'wait', ms: repeatAfterMs - sinceMs }
}

/** A step that is not taken twice within ten seconds. */
function paced(
  intent: CreateIntent,
  how: 'send' | 'get' | 'list' | 'stop',
  nowMs: number,
): CreateStep {
  const sinceMs = intent.askedAtMs === null ? Infinity : nowMs - intent.askedAtMs
  // A clock that was set back must not hold the question.
  return sinceMs >= 0 && sinceMs < ASK_EVERY_MS
    ? { kind: 'wait', ms: ASK_EVERY_MS - sinceMs }
    : { kind: how }
}
