import type { ServiceErrorKind } from '../service/result.ts'
import type { EndpointKey } from './endpoint-key.ts'

/**
 * A create that is not forgotten: written down before it leaves, closed when its outcome is
 * known. Pure. Times: local clock, epoch ms. Holds no secret.
 */

/** How a create ended. */
export type IntentEnd =
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
export type Intent = EndpointKey & {
  id: string
  wanted: { id: string; size: string; leaseMs: number; models: string[] }
  createdAtMs: number
  /** How often it has left, and when first; null: never. */
  attempts: number
  firstSentAtMs: number | null
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
  end: IntentEnd | null
  /** Id of the adopted session, or the candidates. */
  sessionIds: string[]
  /** Kind of the last failure, for the screen. */
  failure: ServiceErrorKind | null
  /** The user has read how it ended. Missing in what an earlier version wrote. */
  isDismissed?: boolean
}

/** An end the user has yet to read. The others are plain from the list, or were asked for. */
export const isUnreadIntent = ({ end, isDismissed }: Intent): boolean =>
  (end === 'not-created' || end === 'candidates') && !isDismissed

/**
 * When the same create may leave again, after the first: spread out, so that a service that is
 * restarted finds one of them.
 */
const REPEAT_AFTER_MS = [10_000, 30_000, 60_000]
/** Later than this it is asked for, and not sent again. */
const REPEAT_WITHIN_MS = 70_000
/** Nothing there so long after the first try: not created, even if the last one was slow. */
const SURE_AFTER_MS = 2 * 60_000
/** An intent this old is never sent again by itself. */
export const REPLAY_WITHIN_MS = 10 * 60_000
/** Between two questions about the same intent. */
const ASK_EVERY_MS = 10_000

/** A create that has not left yet. */
export const newIntent = (
  known: Pick<Intent, 'id' | 'wanted' | keyof EndpointKey>,
  nowMs: number,
): Intent => ({
  ...known,
  createdAtMs: nowMs,
  attempts: 0,
  firstSentAtMs: null,
  unsettled: 0,
  askedAtMs: null,
  hasConflict: false,
  wasThere: false,
  isCancelled: false,
  before: null,
  end: null,
  sessionIds: [],
  failure: null,
})

/** What to do next. */
export type IntentStep =
  | { kind: 'send' | 'get' | 'list' | 'stop' | 'over' }
  | { kind: 'wait'; ms: number }
  | { kind: 'close'; end: IntentEnd }

const askOrWait = (intent: Intent, how: 'get' | 'list', nowMs: number): IntentStep => {
  const sinceMs = intent.askedAtMs === null ? Infinity : nowMs - intent.askedAtMs
  // A clock that was set back must not hold the question.
  return sinceMs >= 0 && sinceMs < ASK_EVERY_MS
    ? { kind: 'wait', ms: ASK_EVERY_MS - sinceMs }
    : { kind: how }
}

/** What to do next for a create. */
export const nextStep = (intent: Intent, nowMs: number): IntentStep => {
  if (intent.end !== null) return { kind: 'over' }
  const isV1 = intent.apiVersion === 'v1'
  const isOld = nowMs - intent.createdAtMs > REPLAY_WITHIN_MS
  // Nothing has left, or all that has was refused: one with a token that was renewed, say.
  if (intent.unsettled === 0 && !intent.hasConflict) {
    if (intent.isCancelled) return { kind: 'close', end: 'cancelled' }
    // Nothing left, so nothing runs; sending it now would surprise.
    if (isOld) return { kind: 'close', end: 'not-created' }
    if (!isV1 || intent.before !== null) return { kind: 'send' }
    // Not minutes later, when the connection is back.
    return nowMs - intent.createdAtMs >= REPEAT_WITHIN_MS && intent.askedAtMs !== null
      ? { kind: 'close', end: 'not-created' }
      : askOrWait(intent, 'list', nowMs)
  }
  // What was there before is not stopped by taking this back.
  if (intent.isCancelled && intent.wasThere) return { kind: 'close', end: 'cancelled' }
  if (intent.isCancelled && (!isV1 || intent.sessionIds.length > 0)) {
    const step = askOrWait(intent, 'get', nowMs)
    return step.kind === 'wait' ? step : { kind: 'stop' }
  }
  // v1 has no id of its own: a second POST would be a second session.
  if (isV1) return askOrWait(intent, 'list', nowMs)
  const sinceMs = nowMs - (intent.firstSentAtMs ?? nowMs)
  const repeatAfterMs = REPEAT_AFTER_MS[intent.attempts - 1]
  const mayRepeat = !isOld && !intent.hasConflict && sinceMs >= 0 && sinceMs < REPEAT_WITHIN_MS
  if (!mayRepeat || repeatAfterMs === undefined) return askOrWait(intent, 'get', nowMs)
  return sinceMs >= repeatAfterMs
    ? { kind: 'send' }
    : { kind: 'wait', ms: repeatAfterMs - sinceMs }
}

/** Failures that stay what they are however often they are asked for. */
const REFUSALS: readonly ServiceErrorKind[] = [
  'bad-request',
  'unauthorized',
  'forbidden',
  'not-found',
  'unprocessable',
]

/** Whether a create has surely not been done by the call that failed so. */
export const isRefusal = (failure: ServiceErrorKind): boolean =>
  failure === 'throttled' || REFUSALS.includes(failure)

/** What an answer says about a create. */
export type SendOutcome =
  /** `alreadyThere`: a 200, not a 201 (protocol 2.1). */
  | { kind: 'created'; sessionId: string; alreadyThere: boolean }
  | { kind: 'conflict' }
  /** Not done, for sure: a status that refuses. */
  | { kind: 'refused'; failure: ServiceErrorKind }
  /** It may have been done: no answer, or one that says nothing. */
  | { kind: 'unknown'; failure: ServiceErrorKind }

/** Before a create leaves: it counts from now on, whatever becomes of it. */
export const leaving = (intent: Intent, nowMs: number): Intent => ({
  ...intent,
  attempts: intent.attempts + 1,
  unsettled: intent.unsettled + 1,
  // A try that was refused does not count: it can't arrive late.
  firstSentAtMs: intent.unsettled === 0 ? nowMs : (intent.firstSentAtMs ?? nowMs),
})

const ended = (intent: Intent, end: IntentEnd, change: Partial<Intent> = {}): Intent => ({
  ...intent,
  ...change,
  end,
})

/** After the answer to a create. */
export const afterSend = (intent: Intent, outcome: SendOutcome): Intent => {
  if (intent.end !== null) return intent
  // Another try that is not settled may have started what is there.
  const isFirst = intent.unsettled === 1
  switch (outcome.kind) {
    case 'created': {
      const known = {
        ...intent,
        sessionIds: [outcome.sessionId],
        wasThere: isFirst && outcome.alreadyThere,
      }
      // Taken back meanwhile: it is stopped next, and v1 tells its id only now.
      return intent.isCancelled ? known : ended(known, 'adopted', { failure: null })
    }
    case 'conflict':
      return { ...intent, hasConflict: true, wasThere: isFirst, failure: 'conflict' }
    case 'refused':
      // Says nothing about tries before it.
      return { ...intent, unsettled: intent.unsettled - 1, failure: outcome.failure }
    case 'unknown':
      return { ...intent, failure: outcome.failure }
  }
}

/** After the last word on a try: when every try was refused, so is the create. */
export const afterTry = (intent: Intent): Intent =>
  intent.end === null && intent.attempts > 0 && intent.unsettled === 0 && !intent.hasConflict
    ? ended(intent, intent.isCancelled ? 'cancelled' : 'refused')
    : intent

/** After a question by id. @param found null: the service knows no such session */
export const afterGet = (
  intent: Intent,
  found: { isActive: boolean; isSame: boolean } | null,
  nowMs: number,
): Intent => {
  const asked = { ...intent, askedAtMs: nowMs }
  if (intent.end !== null) return intent
  const isAnothers =
    found !== null &&
    ((found.isActive && !found.isSame) || (intent.hasConflict && intent.wasThere === true))
  // Taken back while the question was under way: the stop comes next, unless it is another's.
  if (intent.isCancelled) return isAnothers ? ended(asked, 'cancelled') : asked
  if (found?.isActive && !isAnothers)
    return ended(asked, 'adopted', { sessionIds: [intent.wanted.id], failure: null })
  if (isAnothers || (intent.hasConflict && found === null))
    return ended(asked, 'refused', { failure: 'conflict' })
  // It has ended at once, so nothing runs that is paid for, whatever was unclear before.
  if (found) return ended(asked, 'not-created', { failure: null })
  const isSure = nowMs - (intent.firstSentAtMs ?? nowMs) >= SURE_AFTER_MS
  return isSure ? ended(asked, 'not-created') : asked
}

/**
 * After a list, in v1.
 * @param sessions the active ones
 */
export const afterList = (
  intent: Intent,
  sessions: readonly { id: string; size: string; leaseMs: number }[],
  nowMs: number,
): Intent => {
  if (intent.end !== null) return intent
  const asked = { ...intent, askedAtMs: nowMs }
  if (intent.attempts === 0)
    return { ...asked, before: sessions.map(({ id }) => id), askedAtMs: null }
  const news = sessions
    .filter(({ id }) => !intent.before?.includes(id))
    .filter(
      ({ size, leaseMs }) =>
        size.toLowerCase() === intent.wanted.size.toLowerCase() &&
        leaseMs === intent.wanted.leaseMs,
    )
    .map(({ id }) => id)
  if (news.length > 0) return ended(asked, 'candidates', { sessionIds: news })
  const isSure = nowMs - (intent.firstSentAtMs ?? nowMs) >= SURE_AFTER_MS
  return isSure ? ended(asked, intent.isCancelled ? 'cancelled' : 'not-created') : asked
}

/** After a list that failed, in v1. */
export const afterNoList = (
  intent: Intent,
  failure: ServiceErrorKind,
  nowMs: number,
): Intent => {
  if (intent.end !== null) return intent
  const asked = { ...intent, askedAtMs: nowMs, failure }
  // Nothing has left, and nothing will with this key.
  return intent.attempts === 0 && REFUSALS.includes(failure) ? ended(asked, 'refused') : asked
}

/** After a stop of a create that was taken back. @param isGone it is stopped, or was never there */
export const afterStop = (intent: Intent, isGone: boolean, nowMs: number): Intent => {
  const asked = { ...intent, askedAtMs: nowMs }
  // A create still on its way may arrive after the stop.
  const isSure = nowMs - (intent.firstSentAtMs ?? nowMs) >= SURE_AFTER_MS
  return isGone && isSure ? ended(asked, 'cancelled') : asked
}
