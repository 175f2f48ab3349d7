/** Simulated time runs from an origin at a speed of its own; all instants are epoch ms. */
export type SimTime = {
  realOriginMs: number
  simOriginMs: number
  /** Simulated seconds per real second. */
  speed: number
}

/** The simulated instant that belongs to a real one. */
export function simNow(time: SimTime, realMs: number): number {
  return Math.floor(time.simOriginMs + (realMs - time.realOriginMs) * time.speed)
}

/** The same time line at another speed from now on: simulated time does not jump. */
export function withSpeed(time: SimTime, speed: number, realMs: number): SimTime {
  return {
    realOriginMs: realMs,
    simOriginMs: simNow(time, realMs),
    speed,
  }
}
