/**
 * Which statuses allow which action (docs/protocol.md#leases: a PATCH while Starting works;
 * docs/protocol.md#life-of-a-session: a stop is final). Statuses the console does not know may
 * be stopped, so that nothing paid for is out of reach.
 */
const extendable: readonly string[] = ['Starting', 'Ready']
const ended: readonly string[] = ['Stopped', 'Expired', 'Error']

/** Whether a lease can grow in this status. */
export function canExtend(status: string): boolean {
  return extendable.includes(status)
}

/** Whether a session in this status can be stopped. */
export function canStop(status: string): boolean {
  return status !== 'Stopping' && !ended.includes(status)
}

/** Whether this status never changes again (docs/protocol.md#api-2021-01-01). */
export function isTerminal(status: string): boolean {
  return ended.includes(status)
}
