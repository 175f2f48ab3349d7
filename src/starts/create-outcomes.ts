import type { ServiceErrorKind } from '../service/result.ts'
import type { CreateIntent, CreateIntentEnd } from './create-intent.ts'

/** What each answer of the service means for a create (see create-intent.ts). Pure. */

/**
 * A create that is not found this long after the first attempt was not created, even if the
 * last attempt was slow.
 */
const SURE_AFTER_MS = 2 * 60_000

/** Failures that another attempt would not change. */
const REFUSALS: readonly ServiceErrorKind[] = [
  'bad-request',
  'unauthorized',
  'forbidden',
  'not-found',
  'unprocessable',
]

/** Returns whether a call that failed this way certainly created nothing. */
export function isRefusal(failure: ServiceErrorKind): boolean {
  return failure === 'throttled' || REFUSALS.includes(failure)
}

/** What an answer says about a create. Times: server time, epoch ms. */
export type SendOutcome =
  /** `alreadyThere`: 200 instead of 201 (docs/protocol.md#create-is-idempotent). */
  | { kind: 'created'; sessionId: string; alreadyThere: boolean; createdAtMs: number | null }
  | { kind: 'conflict' }
  /** The status says that nothing was created. */
  | { kind: 'refused'; failure: ServiceErrorKind }
  /** It may have been created: there was no answer, or one that leaves it open. */
  | { kind: 'unknown'; failure: ServiceErrorKind }

/**
 * Returns a create that is about to be sent. The attempt counts from now on, whatever comes of it.
 * @param serverNowMs server time, epoch ms; null when it is not known
 */
export function beforeSend(
  intent: CreateIntent,
  nowMs: number,
  serverNowMs: number | null = null,
): CreateIntent {
  return {
    ...intent,
    attempts: intent.attempts + 1,
    unsettled: intent.unsettled + 1,
    // An attempt that was refused does not count, because it can't arrive late.
    ...(intent.unsettled === 0 && { firstSentAtMs: nowMs, firstSentServerMs: serverNowMs }),
  }
}

/** Two sources of server time may differ by this much. */
const CLOCKS_DIFFER_MS = 30_000

/** Returns the create after the answer to one attempt. */
export function afterSend(intent: CreateIntent, outcome: SendOutcome): CreateIntent {
  if (intent.end !== null) return intent
  // Another unsettled attempt may have started the session that exists.
  const isFirst = intent.unsettled === 1
  switch (outcome.kind) {
    case 'created': {
      const known = {
        ...intent,
        sessionIds: [outcome.sessionId],
        wasThere: outcome.alreadyThere && (isFirst || isOlder(intent, outcome.createdAtMs)),
      }
      // A canceled create is stopped next; v1 reports its ID only now.
      return intent.isCancelled ? known : ended(known, 'adopted', { failure: null })
    }
    case 'conflict':
      return { ...intent, hasConflict: true, wasThere: isFirst, failure: 'conflict' }
    case 'refused':
      // A refusal says nothing about earlier attempts.
      return { ...intent, unsettled: intent.unsettled - 1, failure: outcome.failure }
    case 'unknown':
      return { ...intent, failure: outcome.failure }
  }
}

/** Returns the create after an attempt is settled: refused once every attempt was refused. */
export function afterAttempt(intent: CreateIntent): CreateIntent {
  return intent.end === null &&
    intent.attempts > 0 &&
    intent.unsettled === 0 &&
    !intent.hasConflict
    ? ended(intent, intent.isCancelled ? 'cancelled' : 'refused')
    : intent
}

/**
 * Returns the create after a GET by ID.
 * @param found null when the service knows no such session. `isSame`: of the wanted size, with
 *   at least the wanted lease; `createdAtMs`: server time, epoch ms
 */
export function afterGet(
  intent: CreateIntent,
  found: { isActive: boolean; isSame: boolean; createdAtMs: number | null } | null,
  nowMs: number,
): CreateIntent {
  const asked = lookedUp(intent, nowMs)
  if (intent.end !== null) return intent
  const isForeign =
    found !== null &&
    ((found.isActive && !found.isSame) ||
      (intent.hasConflict && intent.wasThere === true) ||
      isOlder(intent, found.createdAtMs))
  if (isForeign || (intent.hasConflict && found === null))
    return ended(asked, intent.isCancelled ? 'cancelled' : 'refused', { failure: 'conflict' })
  if (found?.isActive) {
    const known = { ...asked, sessionIds: [intent.wanted.id] }
    // A canceled create is stopped now that the session is known to be its own.
    if (intent.isCancelled) return { ...known, askedAtMs: null }
    return ended(known, 'adopted', { failure: null })
  }
  const isSure = nowMs - (intent.firstSentAtMs ?? nowMs) >= SURE_AFTER_MS
  if (found === null && !isSure) return asked
  if (intent.isCancelled) return ended(asked, 'cancelled')
  // A session that ended at once is no longer billed, whatever was in doubt before.
  return ended(asked, 'not-created', found ? { failure: null } : {})
}

/**
 * Returns a v1 create after a complete list.
 * @param sessions the active sessions
 */
export function afterList(
  intent: CreateIntent,
  sessions: readonly { id: string; size: string; leaseMs: number }[],
  nowMs: number,
): CreateIntent {
  if (intent.end !== null) return intent
  const asked = lookedUp(intent, nowMs)
  if (intent.attempts === 0)
    return { ...asked, before: sessions.map(({ id }) => id), askedAtMs: null }
  const candidates = sessions
    .filter(({ id }) => !intent.before?.includes(id))
    .filter(
      ({ size, leaseMs }) =>
        size.toLowerCase() === intent.wanted.size.toLowerCase() &&
        leaseMs === intent.wanted.leaseMs,
    )
    .map(({ id }) => id)
  if (candidates.length > 0) return ended(asked, 'candidates', { sessionIds: candidates })
  const isSure = nowMs - (intent.firstSentAtMs ?? nowMs) >= SURE_AFTER_MS
  return isSure ? ended(asked, intent.isCancelled ? 'cancelled' : 'not-created') : asked
}

/** Returns a v1 create after a list that failed or broke off. */
export function afterFailedList(
  intent: CreateIntent,
  failure: ServiceErrorKind,
  nowMs: number,
): CreateIntent {
  if (intent.end !== null) return intent
  const asked = { ...intent, askedAtMs: nowMs, failure }
  // Nothing was sent, and nothing can be sent with this key.
  return intent.attempts === 0 && REFUSALS.includes(failure) ? ended(asked, 'refused') : asked
}

/** Returns a canceled create after a stop. @param isGone the session stopped or does not exist */
export function afterStop(intent: CreateIntent, isGone: boolean, nowMs: number): CreateIntent {
  const asked = lookedUp(intent, nowMs)
  // A create that is still on its way may arrive after the stop.
  const isSure = nowMs - (intent.firstSentAtMs ?? nowMs) >= SURE_AFTER_MS
  return isGone && isSure ? ended(asked, 'cancelled') : asked
}

/** Returns whether a session existed before the first send. @param createdAtMs server time */
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
 * Returns a create that was looked up just now. If the clock was set back since the first send,
 * the send counts as now: its age is not known, and the outcome must neither be called certain
 * too early nor stay in doubt until the clock reaches that time again.
 */
function lookedUp(intent: CreateIntent, nowMs: number): CreateIntent {
  return {
    ...intent,
    askedAtMs: nowMs,
    ...(intent.firstSentAtMs !== null &&
      intent.firstSentAtMs > nowMs && { firstSentAtMs: nowMs }),
  }
}
