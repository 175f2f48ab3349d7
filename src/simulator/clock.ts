/** The time of the simulator. It is passed in, so that tests control it. */
export type Clock = {
  /** Real time, epoch ms. */
  now: () => number
  /** Resolves after `ms` of real time, or at once when the signal aborts; never rejects. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>
}
