import type { Session } from './session.ts'

/**
 * The fields of a session that the service has not reported, with the coarser precision of the two
 * APIs. Only late parts import it, so that the first load stays small.
 */
export const UNREPORTED = {
  createdAt: null,
  elapsedMs: 0,
  elapsedPrecisionMs: 60_000,
  hostname: null,
  arrInspectorPort: null,
  handshakePort: null,
  teraflops: null,
  error: null,
  message: null,
} as const satisfies Partial<Session>
