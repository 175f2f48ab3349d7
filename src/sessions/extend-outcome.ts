import type { Extension, ExtensionEnd } from '../lease/extension.ts'
import { internalError, type ServiceError, type ServiceResult } from '../service/result.ts'
import type { Session } from '../service/session.ts'

/** What came of an extension. Leases in ms. */
export type ExtendOutcome =
  /** The service accepted it; anew: to a lease that somebody else had changed. */
  | { ok: true; end: 'done' | 'done-anew'; leaseMs: number; addedMs: number }
  /** The lease is what was asked for, or longer. */
  | { ok: true; end: 'found' | 'longer'; leaseMs: number }
  /** The lease is another one, and the addition may be, or surely is not, part of it. */
  | { ok: false; end: 'unsure' | 'not-added'; leaseMs: number; error: ServiceError }
  /** The session has ended; no answer came, to the questions neither; it had no effect. */
  | { ok: false; end: 'ended' | 'unknown' | 'failed'; error: ServiceError }
  /** It had no effect: the session is being stopped, or the user took it back. */
  | { ok: false; end: 'stopping' | 'undone' }

/** An extension that left, once it is known what came of it. */
export type Settled = {
  end: ExtensionEnd
  extension: Extension
  /** The session as the service showed it last; null: it did not. */
  session: Session | null
  /** The answer to the total that was sent last. */
  result: ServiceResult<Session | null>
}

/** What an extension that left has come to. */
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

/** The error of a result of which it is known that it failed. */
export function errorOf(result: ServiceResult<unknown>): ServiceError {
  return result.ok
    ? internalError(new Error('a failure was answered as a success'))
    : result.error
}
