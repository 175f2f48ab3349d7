/** Simulated time runs from an origin at its own speed. All instants are epoch ms. */
export type SimTime = {
  realOriginMs: number
  simOriginMs: number
  /** Simulated seconds per real second. */
  speed: number
}

/** The simulated instant of a real one. */
export function simNow(time: SimTime, realMs: number): number {
  return Math.floor(time.simOriginMs + (realMs - time.realOriginMs) * time.speed)
}

/** The same timeline at another speed from now on. Simulated time doesn't jump. */
export function withSpeed(time: SimTime, speed: number, realMs: number): SimTime {
  return {
    realOriginMs: realMs,
    simOriginMs: simNow(time, realMs),
    speed,
  }
}
