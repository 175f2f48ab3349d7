import {
  afterAnswer,
  afterLook,
  type Extension,
  type ExtensionAnswer,
  givenUpAfterMs,
  givenUpAtMs,
  sentAgain,
} from '../lease/extension.ts'
import { isTerminal } from '../lease/session-rules.ts'
import { IN_DOUBT } from '../runtime/failure.ts'
import { type Runtime, sleep } from '../runtime/runtime.ts'
import type { ServiceErrorKind, ServiceResult } from '../service/result.ts'
import type { Session } from '../service/session.ts'
import type { Settled } from './extend-outcome.ts'
import type { FleetRow } from './fleet-model.ts'
import { loadSessionWithin } from './session-detail.ts'
import { type ObservedSession, patchListed } from './session-list.ts'

type Result = ServiceResult<Session | null>

/** What settling an extension needs of the operation it belongs to. */
export type Settling = {
  row: FleetRow
  /** Sends the total of an extension again. */
  sendAgain: (extension: Extension) => Promise<Result>
  /** Whether no other tab of this browser extends the session at the same time. */
  isSole: () => boolean
  /**
   * Called when no call is in progress and a GET has to find out the outcome.
   * @param untilMs when that is given up, local clock, epoch ms
   */
  onVerify: (untilMs: number) => void
}

/**
 * Checks the session, and sends again, until the outcome of an extension is known.
 * @param first the answer to the total that was sent first
 */
export async function settleExtension(
  runtime: Runtime,
  begun: Extension,
  first: Result,
  { row, sendAgain, isSole, onVerify }: Settling,
): Promise<Settled> {
  let result = first
  let session: Session | null = null
  let { extension, step } = afterAnswer(begun, answerOf(result))
  for (;;) {
    // v1 accepts without a session; what was found before is then the lease of before.
    if (result.ok) session = result.data
    if (step.kind === 'end') return { end: step.end, extension, session, result }
    onVerify(givenUpAtMs(extension))
    if (step.afterMs > 0) await sleep(runtime, step.afterMs)
    if (step.kind === 'send') {
      result = await sendAgain(extension)
      // It may have waited long for its turn, and the checks of it have their whole time.
      extension = sentAgain(extension, result.meta.sentAtMs)
      ;({ extension, step } = afterAnswer(extension, answerOf(result)))
    } else {
      const found = await lookAt(runtime, row, givenUpAfterMs(extension, runtime.ports.now()))
      const isFound = found !== null && found !== 'ended'
      session = isFound ? found : session
      const leaseMs = isFound ? found.leaseMs : found
      ;({ extension, step } = afterLook(extension, leaseMs, isSole(), runtime.ports.now()))
    }
  }
}

/** Statuses that refuse a total: it is no larger than the lease is. */
const REFUSALS: readonly ServiceErrorKind[] = ['bad-request', 'unprocessable']

function answerOf(result: Result): ExtensionAnswer {
  if (result.ok) return 'done'
  const { kind } = result.error
  if (kind === 'cancelled') return 'cancelled'
  if (REFUSALS.includes(kind)) return 'refused'
  return IN_DOUBT.includes(kind) ? 'doubt' : 'failed'
}

/**
 * Returns the session as the service shows it now; null when no answer comes.
 * @param waitMs how long it may take, ms
 */
async function lookAt(
  runtime: Runtime,
  { ref, session }: FleetRow,
  waitMs: number,
): Promise<ObservedSession | 'ended' | null> {
  const found = await loadSessionWithin(runtime, ref, session.id, waitMs)
  if (found === null) return null
  if (!found.ok) return found.error.kind === 'not-found' ? 'ended' : null
  if (isTerminal(found.data.session.status)) return 'ended'
  patchListed(runtime, ref, session.id, () => found.data.session)
  return found.data.session
}
