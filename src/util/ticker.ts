import { useLayoutEffect, useRef, useSyncExternalStore } from 'react'
import { createSteadyTimers, type SteadyTimers } from './steady-timers.ts'

/**
 * One shared timer for every countdown on screen: a single one however many rows are mounted,
 * and none without a subscriber.
 *
 * Chromium grants the timers of a hidden tab 1 % of the time, and delays those of the polls when
 * others have used it up. Drawing countdowns did that on a busy computer.
 */
const listeners = new Set<() => void>()
let timers: SteadyTimers | null = null
let timer: unknown = null
let nowMs = Date.now()

/** The time between two ticks, ms. Of a hidden tab only the title is seen. */
const TICK_MS = { visible: 1000, hidden: 10_000 }

/** Local clock in epoch ms, updated every second, and in a hidden tab every ten. */
export function useNowMs(): number {
  return useTicked((atMs) => atMs)
}

/**
 * Returns a value that depends on the time, and renders only when it is another one.
 * @param valueAt what it is at a time of the local clock, epoch ms; called at each tick
 */
export function useTicked<T extends string | number | boolean | null>(
  valueAt: (atMs: number) => T,
): T {
  return useSyncExternalStore(subscribe, () => valueAt(nowMs))
}

/**
 * Writes something into the document that changes at each tick, such as a countdown, without React:
 * there are dozens of them on screen.
 * @param write called after each render and at each tick, with the local clock, epoch ms
 */
export function useTick(write: (atMs: number) => void): void {
  const latest = useRef(write)
  useLayoutEffect(() => subscribe(() => latest.current(nowMs)), [])
  useLayoutEffect(() => {
    latest.current = write
    write(nowMs)
  })
}

/**
 * Local clock in epoch ms, rounded up to whole steps, for what need not render every second.
 * @param stepMs between two updates
 */
export function useCoarseNowMs(stepMs: number): number {
  return useTicked((atMs) => Math.ceil(atMs / stepMs) * stepMs)
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  if (listeners.size === 1) {
    nowMs = Date.now()
    document.addEventListener('visibilitychange', tick)
    wait()
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    document.removeEventListener('visibilitychange', tick)
    timers?.clear(timer)
  }
}

function wait() {
  timers ??= createSteadyTimers(isHidden)
  timers.clear(timer)
  timer = timers.set(tick, isHidden() ? TICK_MS.hidden : TICK_MS.visible)
}

function tick() {
  wait()
  nowMs = Date.now()
  for (const listener of listeners) listener()
}

function isHidden(): boolean {
  return document.visibilityState === 'hidden'
}
