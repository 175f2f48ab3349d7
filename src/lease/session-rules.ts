/**
 * Which statuses allow which action. PATCH works while Starting (docs/protocol.md#leases), a
 * stop is final (docs/protocol.md#life-of-a-session). A session in an unknown status may run and
 * be billed, so it can be extended and stopped.
 */
const ended: readonly string[] = ['Stopped', 'Expired', 'Error']

/** Whether a lease can be extended in this status. */
export function canExtend(status: string): boolean {
  return canStop(status)
}

/** Whether a session in this status can be stopped. */
export function canStop(status: string): boolean {
  return status !== 'Stopping' && !ended.includes(status)
}

/** Whether this status never changes again (docs/protocol.md#api-2021-01-01). */
export function isTerminal(status: string): boolean {
  return ended.includes(status)
}

/**
 * Whether a session in this status may be running, and be billed, since it became Ready. A status
 * that the console doesn't know counts as Ready, because a countdown that is missing costs more
 * than one that wasn't needed.
 */
export function mayRun(status: string): boolean {
  return status !== 'Starting' && canStop(status)
}
