import { useSyncExternalStore } from 'react'

/**
 * One shared second hand for every countdown on screen: a single timer however many rows
 * are mounted, none when nobody looks.
 */
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let nowMs = Date.now()

/** Local clock in epoch ms, renewed every second. */
export function useNowMs(): number {
  return useSyncExternalStore(subscribe, () => nowMs)
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
