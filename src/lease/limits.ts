/** Limits of a lease (docs/protocol.md#leases). All in ms. */

/** Largest lease on create: 1,440 minutes. */
export const MAX_LEASE_MS = 1440 * 60_000

/** Largest lease that a PATCH certainly accepts: it must be "less than" 1,440 minutes. */
export const MAX_EXTENDED_LEASE_MS = 1439 * 60_000
