/**
 * Which statuses allow which action (docs/protocol.md#leases: a PATCH while Starting works;
 * docs/protocol.md#life-of-a-session: a stop is final). Statuses the console does not know may
 * be stopped, so that nothing paid for is out of reach.
 */
const extendable: readonly string[] = ['Starting', 'Ready']
const ended: readonly string[] = ['Stopped', 'Expired', 'Error']

/** Whether a lease can grow in this status. */
export const canExtend = (status: string): boolean => extendable.includes(status)

/** Whether a session in this status can be stopped. */
export const canStop = (status: string): boolean =>
  status !== 'Stopping' && !ended.includes(status)

/** Whether this status never changes again (docs/protocol.md#api-2021-01-01). */
export const isTerminal = (status: string): boolean => ended.includes(status)
