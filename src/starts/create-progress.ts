import type { WaitingCall } from '../gate/types.ts'
import { isTerminal } from '../lease/session-rules.ts'
import type { ServiceErrorKind } from '../service/result.ts'
import type { CreateIntent } from './create-intent.ts'

/** Where a create stands, for the screen. Pure. Times are epoch ms by the local clock. */
export type CreateProgress =
  /** v1 lists the sessions before it is sent, or another tab runs it. */
  | { kind: 'preparing' }
  /** It waits at the gate. `leavesAtMs`: null until that is known. */
  | { kind: 'queued'; leavesAtMs: number | null }
  /** It was sent, and nothing has answered. */
  | { kind: 'requested'; sinceMs: number }
  /** The answer was lost or leaves it open, so it is looked up or sent again. */
  | { kind: 'checking'; attempts: number }
  /** The user took it back. */
  | { kind: 'undoing' }
  /** The session exists and is not Ready. `sinceMs`: when it was created; null: not known. */
  | { kind: 'starting'; sessionId: string; sinceMs: number | null }
  | { kind: 'ready'; sessionId: string }
  /** It was there before, with the same settings, so nothing was started. */
  | { kind: 'there'; sessionId: string }
  /** The session ended before it was Ready. */
  | { kind: 'ended'; sessionId: string; status: string }
  /** Nothing was started. `failure`: null when nothing says why. */
  | { kind: 'failed'; failure: ServiceErrorKind | null }
  | { kind: 'undone' }
  /** v1: it may be one of several sessions. */
  | { kind: 'unclear'; candidates: readonly string[] }

/** What is known about the session of a create; null while nothing is. */
export type CreatedFacts = { status: string } | null

/**
 * Returns where a create stands.
 * @param waiting its call at the gate of this tab; null when none waits there
 */
export function createProgress(
  intent: CreateIntent,
  waiting: Pick<WaitingCall, 'leavesAtMs'> | null,
  session: CreatedFacts,
): CreateProgress {
  const { end, attempts, unsettled, failure, isCancelled } = intent
  if (end !== null) return progressAtEnd(intent, session)
  if (isCancelled) return { kind: 'undoing' }
  // After a 429 it waits its turn again, and nothing is in doubt.
  if (waiting && unsettled === 0) return { kind: 'queued', leavesAtMs: waiting.leavesAtMs }
  if (attempts > 0 && failure !== null) return { kind: 'checking', attempts }
  return attempts === 0
    ? { kind: 'preparing' }
    : { kind: 'requested', sinceMs: intent.firstSentAtMs ?? intent.createdAtMs }
}

function progressAtEnd(intent: CreateIntent, session: CreatedFacts): CreateProgress {
  const { end, sessionIds, failure, wasThere, firstSentAtMs } = intent
  switch (end) {
    case null:
    case 'adopted': {
      const sessionId = sessionIds[0] ?? intent.wanted.id
      if (wasThere) return { kind: 'there', sessionId }
      if (session?.status === 'Ready') return { kind: 'ready', sessionId }
      return session && isTerminal(session.status)
        ? { kind: 'ended', sessionId, status: session.status }
        : { kind: 'starting', sessionId, sinceMs: firstSentAtMs }
    }
    case 'refused':
    case 'not-created':
      return { kind: 'failed', failure }
    case 'cancelled':
      return { kind: 'undone' }
    case 'candidates':
      return { kind: 'unclear', candidates: sessionIds }
  }
}

/**
 * Returns whether a create can still be taken back: it is under way, and its run then stops
 * whatever it started, in v1 too (see create-intent.ts).
 */
export function canUndo({ kind }: CreateProgress): boolean {
  return ['preparing', 'queued', 'requested', 'checking'].includes(kind)
}

/** Returns whether a create goes on without the form that asked for it. */
export function isUnderWay(progress: CreateProgress): boolean {
  return canUndo(progress) || progress.kind === 'starting'
}

/** Returns whether the same create may be asked for again: certainly nothing was started. */
export function canRetry({ kind }: CreateProgress): boolean {
  return kind === 'failed' || kind === 'undone'
}
