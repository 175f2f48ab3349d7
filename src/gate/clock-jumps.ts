import { afterJump, clockJumpMs } from './policy.ts'
import type { GateChange, GateStore } from './store.ts'

/** The clocks of a gate, and the shared state that is adjusted when one of them was set. */
export type ClockPorts = {
  now: () => number
  /** Time that passed since some moment, ms. Setting the clock doesn't change it. */
  monotonicNow: () => number
  store: GateStore
}

/**
 * Compares the two clocks, and keeps the times of the shared state valid when the wall clock was
 * set or the computer slept. Every change of the shared state goes through `update`.
 * @param onJump called with the number of ms by which the wall clock was set
 */
export function followClocks(ports: ClockPorts, onJump: (jumpMs: number) => void) {
  let clocks = readClocks(ports)
  let knownShiftMs: number | null = null

  return {
    /** Looks at both clocks. Returns by how many ms the wall clock was set; 0: it was not. */
    noticeJump: (): number => {
      const before = clocks
      clocks = readClocks(ports)
      const jumpMs = clockJumpMs(before, clocks)
      if (jumpMs !== 0) onJump(jumpMs)
      return jumpMs
    },
    /** Changes the shared state. @param jumpMs what `noticeJump` returned just before */
    update: async <T>(jumpMs: number, change: GateChange<T>): Promise<T> => {
      const { result, shiftMs } = await ports.store.update((stored, leaderEpoch) => {
        const state = afterJump(stored, jumpMs, knownShiftMs, ports.now())
        const { next, result: found } = change(state, leaderEpoch)
        return { next, result: { result: found, shiftMs: next.clockShiftMs } }
      })
      knownShiftMs = shiftMs
      return result
    },
  }
}

function readClocks({ now, monotonicNow }: ClockPorts) {
  return { wallMs: now(), passedMs: monotonicNow() }
}
