import type { ServiceErrorKind } from '../service/result.ts'
import type { CreateIntent, CreateIntentEnd } from './create-intent.ts'

/** What becomes of a create with each answer to it (see run-create.ts). Pure. */

/** Nothing there so long after the first try: not created, even if the last one was slow. */
const SURE_AFTER_MS = 2 * 60_000

/** Failures that stay what they are however often they are asked for. */
const REFUSALS: readonly ServiceErrorKind[] = [
  'bad-request',
  'unauthorized',
  'forbidden',
  'not-found',
  'unprocessable',
]

/** Whether a create has surely not been done by the call that failed so. */
export function isRefusal(failure: ServiceErrorKind): boolean {
  return failure === 'throttled' || REFUSALS.includes(failure)
}

/** What an answer says about a create. */
export type SendOutcome =
  /** `alreadyThere`: a 200, not a 201 (docs/protocol.md#create-is-idempotent). */
  | { kind: 'created'; sessionId: string; alreadyThere: boolean; createdAtMs: number | null }
  | { kind: 'conflict' }
  /** Not done, for sure: a status that refuses. */
  | { kind: 'refused'; failure: ServiceErrorKind }
  /** It may have been done: no answer, or one that says nothing. */
  | { kind: 'unknown'; failure: ServiceErrorKind }

/**
 * Before a create leaves: it counts from now on, whatever becomes of it.
 * @param serverNowMs the server's time, as far as it is known
 */
export function leaving(
  intent: CreateIntent,
  nowMs: number,
  serverNowMs: number | null = null,
): CreateIntent {
  return {
    ...intent,
    attempts: intent.attempts + 1,
    unsettled: intent.unsettled + 1,
    // A try that was refused does not count: it can't arrive late.
    ...(intent.unsettled === 0 && { firstSentAtMs: nowMs, firstSentServerMs: serverNowMs }),
  }
}

/** By so much two ways to know the server's time may differ. */
const CLOCKS_DIFFER_MS = 30_000

/** After the answer to a create. */
export function afterSend(intent: CreateIntent, outcome: SendOutcome): CreateIntent {
  if (intent.end !== null) return intent
  // Another try that is not settled may have started what is there.
  const isFirst = intent.unsettled === 1
  switch (outcome.kind) {
    case 'created': {
      const known = {
        ...intent,
        sessionIds: [outcome.sessionId],
        wasThere: outcome.alreadyThere && (isFirst || isOlder(intent, outcome.createdAtMs)),
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
export function afterTry(intent: CreateIntent): CreateIntent {
  return intent.end === null &&
    intent.attempts > 0 &&
    intent.unsettled === 0 &&
    !intent.hasConflict
    ? ended(intent, intent.isCancelled ? 'cancelled' : 'refused')
    : intent
}

/**
 * After a question by id.
 * @param found null: the service knows no such session. `isSame`: as large as wanted, and its
 *   lease as long or longer; `createdAtMs`: server time
 */
export function afterGet(
  intent: CreateIntent,
  found: { isActive: boolean; isSame: boolean; createdAtMs: number | null } | null,
  nowMs: number,
): CreateIntent {
  const asked = askedFor(intent, nowMs)
  if (intent.end !== null) return intent
  const isAnothers =
    found !== null &&
    ((found.isActive && !found.isSame) ||
      (intent.hasConflict && intent.wasThere === true) ||
      isOlder(intent, found.createdAtMs))
  if (isAnothers || (intent.hasConflict && found === null))
    return ended(asked, intent.isCancelled ? 'cancelled' : 'refused', { failure: 'conflict' })
  if (found?.isActive) {
    const known = { ...asked, sessionIds: [intent.wanted.id] }
    // Taken back: now that it is known to be its own, it is stopped.
    if (intent.isCancelled) return { ...known, askedAtMs: null }
    return ended(known, 'adopted', { failure: null })
  }
  const isSure = nowMs - (intent.firstSentAtMs ?? nowMs) >= SURE_AFTER_MS
  if (found === null && !isSure) return asked
  if (intent.isCancelled) return ended(asked, 'cancelled')
  // It has ended at once: nothing runs that is paid for, whatever was unclear before.
  return ended(asked, 'not-created', found ? { failure: null } : {})
}

/**
 * After a list, in v1.
 * @param sessions the active ones
 */
export function afterList(
  intent: CreateIntent,
  sessions: readonly { id: string; size: string; leaseMs: number }[],
  nowMs: number,
): CreateIntent {
  if (intent.end !== null) return intent
  const asked = askedFor(intent, nowMs)
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
export function afterNoList(
  intent: CreateIntent,
  failure: ServiceErrorKind,
  nowMs: number,
): CreateIntent {
  if (intent.end !== null) return intent
  const asked = { ...intent, askedAtMs: nowMs, failure }
  // Nothing has left, and nothing will with this key.
  return intent.attempts === 0 && REFUSALS.includes(failure) ? ended(asked, 'refused') : asked
}

/** After a stop of a create that was taken back. @param isGone it is stopped, or was never there */
export function afterStop(intent: CreateIntent, isGone: boolean, nowMs: number): CreateIntent {
  const asked = askedFor(intent, nowMs)
  // A create still on its way may arrive after the stop.
  const isSure = nowMs - (intent.firstSentAtMs ?? nowMs) >= SURE_AFTER_MS
  return isGone && isSure ? ended(asked, 'cancelled') : asked
}

/** Whether a session was there before the create left. @param createdAtMs server time */
function isOlder({ firstSentServerMs }: CreateIntent, createdAtMs: number | null): boolean {
  return (
    typeof firstSentServerMs === 'number' &&
    createdAtMs !== null &&
    createdAtMs < firstSentServerMs - CLOCKS_DIFFER_MS
  )
}

function ended(
  intent: CreateIntent,
  end: CreateIntentEnd,
  change: Partial<CreateIntent> = {},
): CreateIntent {
  return {
    ...intent,
    ...change,
    end,
  }
}

/**
 * A create that was asked for just now. What was sent by a clock that was set back since counts as
 * sent now: how long ago it was is not known, and it must neither be called sure too early nor
 * stay unsure until the clock has come to the same time once more.
 */
function askedFor(intent: CreateIntent, nowMs: number): CreateIntent {
  return {
    ...intent,
    askedAtMs: nowMs,
    ...(intent.firstSentAtMs !== null &&
      intent.firstSentAtMs > nowMs && { firstSentAtMs: nowMs }),
  }
}
