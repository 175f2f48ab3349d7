import { createStore } from 'zustand'
import { gatesOf } from '../calls/gates.ts'
import { SET_CLOCK_MS } from '../gate/policy.ts'
import { perRuntime } from '../runtime/part.ts'
import type { Runtime } from '../runtime/runtime.ts'

/** After a sleep nothing on screen is trusted until the service has answered again. */

/** What a tab has noticed about its clock. */
export type Wake = {
  /**
   * When it last woke, local clock, epoch ms. Data that arrived before is stale. 0: it never
   * slept.
   */
  wokeAtMs: number
  /**
   * By how much its clock has been set back in total since it was opened, ms. The age of older
   * data, computed from the clock alone, is too small by this amount.
   */
  setBackMs: number
}

/** A tab that never slept. */
export const NEVER_WOKEN: Wake = { wokeAtMs: 0, setBackMs: 0 }

/** What this tab has noticed about its clock. */
export const wakeStore = perRuntime(() => createStore<Wake>()(() => NEVER_WOKEN))

const LOOK_EVERY_MS = 1000
/**
 * The timers of a visible tab are late by at most this; those of a hidden one fire once a
 * minute.
 */
const LATE_IN_VIEW_MS = 5000
const LATE_HIDDEN_MS = 90_000

/** Whether the time between two checks means a sleep or a clock that was set. */
export function isJump(sinceMs: number, isHidden: boolean): boolean {
  return sinceMs < -SET_CLOCK_MS || sinceMs > (isHidden ? LATE_HIDDEN_MS : LATE_IN_VIEW_MS)
}

/**
 * Finds out by how much the wall clock was set, against a monotonic one. Small corrections add
 * up until they count as one step back; forward they are forgotten.
 * @returns a function that returns the step since its last call, ms: below 0 the clock was set
 *   back, above 0 it was set forward or the monotonic one stood still in a sleep, 0: neither
 */
export function createClockWatch(now: () => number, monotonicNow: () => number): () => number {
  let aheadMs = now() - monotonicNow()
  return () => {
    const stepMs = now() - monotonicNow() - aheadMs
    if (stepMs < 0 && stepMs >= -SET_CLOCK_MS) return 0
    aheadMs += stepMs
    return stepMs < 0 || stepMs >= SET_CLOCK_MS ? stepMs : 0
  }
}

/** What a tab knows about its page. */
export type PageEdge = {
  isHidden: () => boolean
  onHiddenChange: (listener: () => void) => void
  /** The page was thawed or came back from the history, or the network returned. */
  onReturn: (listener: () => void) => void
  /** The browser freezes or thaws the page. Between the two, only messages are handled. */
  onFreezeChange: (listener: (isFrozen: boolean) => void) => void
}

/** The page that runs this code. */
export function currentPage(): PageEdge {
  return {
    isHidden: () => document.visibilityState === 'hidden',
    onHiddenChange: (listener) => document.addEventListener('visibilitychange', listener),
    onFreezeChange: (listener) => {
      document.addEventListener('freeze', () => listener(true))
      document.addEventListener('resume', () => listener(false))
    },
    onReturn: (listener) => {
      document.addEventListener('resume', listener)
      addEventListener('online', listener)
      addEventListener('pageshow', ({ persisted }) => {
        if (persisted) listener()
      })
    },
  }
}

/** Calls back when the tab wakes: its clock jumped, or its page returned. */
export function watchWake(runtime: Runtime, page: PageEdge, onWake: () => void): void {
  const { now, setTimer } = runtime.ports
  const wakeState = wakeStore(runtime)
  let lookedAtMs = now()
  const clockStepMs = createClockWatch(now, runtime.monotonicNow)
  /** Notices a clock that was set. Returns whether it was set back. */
  const noteSetClock = (): boolean => {
    const stepMs = clockStepMs()
    if (stepMs < 0) wakeState.setState(({ setBackMs }) => ({ setBackMs: setBackMs - stepMs }))
    // The gates adjust the shared times now, because a tab opened later can't know of the step.
    if (stepMs > 0) gatesOf(runtime).wake()
    return stepMs < 0
  }
  const wake = (isSetBack: boolean) => {
    lookedAtMs = now()
    // One sleep has several signs.
    const sinceMs = lookedAtMs - wakeState.getState().wokeAtMs
    if (!isSetBack && sinceMs >= 0 && sinceMs < LOOK_EVERY_MS) return
    wakeState.setState({ wokeAtMs: lookedAtMs })
    onWake()
  }
  const look = () => {
    const sinceMs = now() - lookedAtMs
    lookedAtMs = now()
    const isSetBack = noteSetClock()
    if (isSetBack || isJump(sinceMs, page.isHidden())) wake(isSetBack)
  }
  const lookAndGoOn = () => {
    look()
    setTimer(lookAndGoOn, LOOK_EVERY_MS)
  }
  setTimer(lookAndGoOn, LOOK_EVERY_MS)
  page.onHiddenChange(look)
  page.onReturn(() => wake(noteSetClock()))
}

/**
 * Wakes a tab: waiting calls are checked again, and the leader fetches every list on screen
 * once, with a token that is checked like that of any call. A call from before the sleep may
 * never be answered, so it is canceled.
 */
export function catchUp(runtime: Runtime): Promise<void> {
  gatesOf(runtime).wake()
  // Active: observed and enabled, which a list is only in the tab that leads (see polling.ts).
  return runtime.queryClient.refetchQueries({ queryKey: ['sessions'], type: 'active' })
}
