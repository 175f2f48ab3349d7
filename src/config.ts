/** Settings fixed at build time. */

/** Whether the simulator is part of this build (`VITE_SIMULATOR=off` leaves it out). */
export const HAS_SIMULATOR = import.meta.env.VITE_SIMULATOR !== 'off'

/** Longest wait for a complete answer of the service. */
export const CALL_TIMEOUT_MS = 30_000
