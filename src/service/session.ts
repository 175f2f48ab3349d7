/**
 * The one model of a session, for both API versions. Plain JSON-able data, so that lists can
 * be shared by id and unchanged rows keep their reference.
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

/** When a session was created, server time, epoch ms; null: the service does not tell. */
export function createdAtMsOf({ createdAt }: Pick<Session, 'createdAt'>): number | null {
  const atMs = createdAt === null ? Number.NaN : Date.parse(createdAt)
  return Number.isNaN(atMs) ? null : atMs
}

/** One session as the service last described it. */
export type Session = {
  id: string
  /** A {@link KnownStatus} in its canonical casing, else the word as the service gave it. */
  status: string
  /** "Standard", "Premium", or any other size as the service gave it. */
  size: string
  /** ISO 8601 as given by the service; v1 does not tell. */
  createdAt: string | null
  /** Time in Ready as the service reported it, floored to {@link Session.elapsedPrecisionMs}. */
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

/** A record of a list that could not be read; the rest of the list stands. */
export type UnreadableSession = {
  /** Place in the list, so that the row has an identity. */
  index: number
  /** The id, if at least that could be read. */
  id: string | null
  /** Technical reason, for the details; not translated. */
  reason: string
}
