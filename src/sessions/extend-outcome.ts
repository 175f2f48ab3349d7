import type { Extension, ExtensionEnd } from '../lease/extension.ts'
import { internalError, type ServiceError, type ServiceResult } from '../service/result.ts'
import type { Session } from '../service/session.ts'

/** The outcome of an extension. Leases in ms. */
export type ExtendOutcome =
  /** The service accepted it. done-anew: it was added to a lease that somebody else changed. */
  | { ok: true; end: 'done' | 'done-anew'; leaseMs: number; addedMs: number }
  /** The lease has the requested length, or is longer. */
  | { ok: true; end: 'found' | 'longer'; leaseMs: number }
  /** The lease is another one. The addition may be part of it, or certainly isn't. */
  | { ok: false; end: 'unsure' | 'not-added'; leaseMs: number; error: ServiceError }
  /** The session has ended; no answer came, not even to the checks; it had no effect. */
  | { ok: false; end: 'ended' | 'unknown' | 'failed'; error: ServiceError }
  /** It had no effect: the session is being stopped, or the user undid it. */
  | { ok: false; end: 'stopping' | 'undone' }

/** An extension that was sent, once its outcome is known. */
export type Settled = {
  end: ExtensionEnd
  extension: Extension
  /** The session as last returned by the service; null when it never was. */
  session: Session | null
  /** The answer to the total that was sent last. */
  result: ServiceResult<Session | null>
}

/** Returns the outcome of an extension that was sent. */
export function outcomeOf({ end, extension, session, result }: Settled): ExtendOutcome {
  const leaseMs = session?.leaseMs ?? extension.goalMs
  switch (end) {
    case 'done':
      return {
        ok: true,
        end: extension.isAnew ? 'done-anew' : 'done',
        leaseMs,
        addedMs: extension.goalMs - extension.baseMs,
      }
    case 'found':
    case 'longer':
      return { ok: true, end, leaseMs }
    case 'unsure':
    case 'not-added':
      return { ok: false, end, leaseMs, error: errorOf(result) }
    case 'ended':
    case 'unknown':
    case 'failed':
      return { ok: false, end, error: errorOf(result) }
  }
}

/** Returns the error of a result that is known to be a failure. */
export function errorOf(result: ServiceResult<unknown>): ServiceError {
  return result.ok
    ? internalError(new Error('a failure was answered as a success'))
    : result.error
}
