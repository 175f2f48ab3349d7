import { useSyncExternalStore } from 'react'

/**
 * One shared timer for every countdown on screen: a single one however many rows are mounted,
 * and none without a subscriber.
 */
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let nowMs = Date.now()

/** Local clock in epoch ms, updated every second. */
export function useNowMs(): number {
  return useSyncExternalStore(subscribe, () => nowMs)
}

/**
 * Local clock in epoch ms, rounded up to whole steps, for what need not render every second.
 * @param stepMs between two updates
 */
export function useCoarseNowMs(stepMs: number): number {
  return useSyncExternalStore(subscribe, () => Math.ceil(nowMs / stepMs) * stepMs)
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  if (timer === undefined) {
    nowMs = Date.now()
    timer = setInterval(tick, 1000)
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

function tick() {
  nowMs = Date.now()
  for (const listener of listeners) listener()
}
