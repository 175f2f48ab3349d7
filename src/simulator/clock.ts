/** Time as the simulator sees it: handed in, so that tests move it and nothing waits by itself. */
export type Clock = {
  /** Real time, epoch ms. */
  now: () => number
  /** Resolves after `ms` of real time, or at once when the signal aborts; never rejects. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>
}
