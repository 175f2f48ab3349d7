import type { CallQueue, QueuedCall } from './call-queue.ts'
import type { followClocks } from './clock-jumps.ts'
import { nextCallAt, nextDeparture, nextStarvingAtMs } from './policy.ts'
import { takeTurn, type Turn } from './turn.ts'

/** What the loop acts on. */
export type TurnLoopParts = {
  /** Names this tab among those that share the state. */
  holder: string
  queue: CallQueue
  shared: ReturnType<typeof followClocks>
  ports: {
    now: () => number
    setTimer: (run: () => void, ms: number) => unknown
    clearTimer: (handle: unknown) => void
  }
  readSpacingMs: () => number
  /** Called with a call that may be sent now, after it was taken out of the queue. */
  onLeave: (call: QueuedCall) => void
  /** Called with a poll of an earlier leader, which must not be sent. */
  onDeposed: (call: QueuedCall) => void
  /** Called after each look at the shared state. */
  onLook: () => void
}

/**
 * Sends the waiting calls of one tab, each in its turn among all tabs, and sets a timer for the
 * next one.
 */
export function createTurnLoop(parts: TurnLoopParts) {
  const { queue, shared, ports } = parts
  let timer: unknown = null
  let isReserving = false
  /** Whether a look was asked for while the shared state was being changed. */
  let isAskedAgain = false
  /** Whether the shared state holds a claim of this tab. */
  let isClaimed = false

  function wakeAt(atMs: number): void {
    ports.clearTimer(timer)
    timer = ports.setTimer(
      () => {
        timer = null
        void look()
      },
      Math.max(0, atMs - ports.now()),
    )
  }

  async function look(): Promise<void> {
    if (isReserving) {
      isAskedAgain = true
      return
    }
    const jumpMs = shared.noticeJump()
    if (queue.ready().length === 0 && !isClaimed && jumpMs === 0) return
    isReserving = true
    isAskedAgain = false
    const { turn, call } = await reserve(parts, jumpMs)
    isReserving = false
    isClaimed = turn.kind === 'wait'
    if (turn.kind === 'wait')
      wakeAt(Math.min(turn.untilMs, nextStarvingAtMs(queue.all(), ports.now())))
    // A call that was canceled or held anew meanwhile, or that may no longer be sent, has used up a
    // turn, which does no harm.
    const isHeld = call !== null && call.heldUntilMs > ports.now()
    if (turn.kind === 'leave' && call && !isHeld && queue.remove(call)) parts.onLeave(call)
    if (turn.kind === 'deposed' && call) parts.onDeposed(call)
    parts.onLook()
    // Calls or settings may have changed while the state was being written.
    if (turn.kind !== 'wait' || isAskedAgain) void look()
  }

  return {
    /** Releases the next call if it may be sent, otherwise sets a timer for when it may. */
    look: (): void => void look(),
    stop: (): void => ports.clearTimer(timer),
  }
}

/**
 * Takes the turn of the tab's next call, or claims it. The turn is written to the
 * shared state before the call leaves, so that neither a reload nor another tab can get between.
 */
function reserve(
  { holder, queue, shared, ports, readSpacingMs }: TurnLoopParts,
  jumpMs: number,
): Promise<{ turn: Turn; call: QueuedCall | null }> {
  return shared.update(jumpMs, (state, leaderEpoch) => {
    const nowMs = ports.now()
    const spacingMs = readSpacingMs()
    const openAtMs = Math.max(nowMs, nextCallAt(state, spacingMs, nowMs).atMs)
    const call = nextDeparture(queue.ready(), openAtMs, spacingMs)?.call ?? null
    // Field by field, because it is stored.
    const claim = call && {
      holder,
      kind: call.kind,
      queuedAtMs: call.queuedAtMs,
      heldUntilMs: call.heldUntilMs,
      leaderEpoch: call.leaderEpoch,
    }
    const known = { holder, leaderEpoch, spacingMs, nowMs }
    const { next, result } = takeTurn(state, claim, known)
    return { next, result: { turn: result, call } }
  })
}
