/**
 * The model of a session for both API versions. Plain JSON-able data, so that lists can be
 * shared by ID and unchanged rows keep their reference.
 */

/**
 * Versions of the session API that the console speaks (docs/protocol.md#api-v1,
 * docs/protocol.md#api-2021-01-01).
 */
export const API_VERSIONS = ['2021-01-01', '2021-01-01-preview', 'v1'] as const
export type ApiVersion = (typeof API_VERSIONS)[number]

/** Statuses known to either API; Stopping is v1 only (docs/protocol.md#api-v1). */
export const KNOWN_STATUSES = [
  'Starting',
  'Ready',
  'Stopping',
  'Stopped',
  'Expired',
  'Error',
] as const

/** The error object of a session or of an error response (docs/protocol.md#error-answers). */
export type SessionFault = {
  code: string
  message: string
  target: string | null
  details: SessionFault[]
  innerError: SessionFault | null
}

/**
 * When a session was created, server time, epoch ms; null when the service doesn't state it.
 */
export function createdAtMsOf({ createdAt }: Pick<Session, 'createdAt'>): number | null {
  const atMs = createdAt === null ? Number.NaN : Date.parse(createdAt)
  return Number.isNaN(atMs) ? null : atMs
}

/** One session as the service last described it. */
export type Session = {
  id: string
  /** A {@link KnownStatus} in its canonical casing, otherwise the word of the service. */
  status: string
  /** "Standard", "Premium", or any other size that the service returned. */
  size: string
  /** ISO 8601 as returned by the service; v1 doesn't state it. */
  createdAt: string | null
  /**
   * Time in Ready as the service reported it, rounded down to {@link
   * Session.elapsedPrecisionMs}.
   */
  elapsedMs: number
  /** 60 000 in 2021-01-01 (whole minutes), 1 000 in v1 (seconds). */
  elapsedPrecisionMs: number
  /** Absolute lease, counted from Ready. */
  leaseMs: number
  hostname: string | null
  arrInspectorPort: number | null
  handshakePort: number | null
  teraflops: number | null
  /** 2021-01-01: why the start failed. */
  error: SessionFault | null
  /** v1: detail when the status is Error or Expired. */
  message: string | null
}

/** A record of a list that couldn't be read. The rest of the list is kept. */
export type UnreadableSession = {
  /** Position in the list, which gives the row an identity. */
  index: number
  /** The ID, if at least that could be read. */
  id: string | null
  /** Technical reason, for the details; not translated. */
  reason: string
}
