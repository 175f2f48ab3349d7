import type { SessionFault } from './session.ts'

/**
 * Everything a call may end with besides success. `gateway` is an answer of the console's own
 * relay (host not allowed, service unreachable from there), not of the service. `internal` is a
 * defect of the console: whether the call left is unknown.
 */
export const SERVICE_ERROR_KINDS = [
  'bad-request',
  'unauthorized',
  'forbidden',
  'not-found',
  'conflict',
  'unprocessable',
  'throttled',
  'server',
  'gateway',
  'network',
  'timeout',
  'cancelled',
  'unreadable',
  'internal',
] as const
export type ServiceErrorKind = (typeof SERVICE_ERROR_KINDS)[number]

/** A call that did not succeed, as data. Holds no secret. */
export type ServiceError = {
  kind: ServiceErrorKind
  /** HTTP status, or null when no answer came. */
  status: number | null
  /** The service's error code, verbatim, when it sent one. */
  code: string | null
  /** The service's message, verbatim, when it sent one. */
  message: string | null
  /** The whole error object when the service sent one. */
  fault: SessionFault | null
  /** Correlation vector of the answer (header MS-CV), for support. */
  msCv: string | null
  /** Delay asked for by Retry-After, in ms; null when absent or unreadable. */
  retryAfterMs: number | null
  /** Technical detail that is not the service's own words; not translated. */
  detail: string | null
  /** It was found out since that nothing came of the call, whatever the failure leaves open. */
  hadNoEffect: boolean
}

/** What was sent, without the secret it was sent with. */
type SentRequest = {
  method: string
  /** Absolute address at the service, as the service saw it. */
  url: string
  /** JSON body; undefined for none. */
  body?: unknown
}

/** Facts about the answer that hold for success and error alike. */
export type ResponseMeta = {
  status: number | null
  msCv: string | null
  /** Server time of the answer (header Date, 1 s resolution), epoch ms. */
  serverDateMs: number | null
  /** Local clock when the request left, epoch ms. */
  sentAtMs: number
  /** Local clock when the answer was there, epoch ms. */
  receivedAtMs: number
  /** The request behind it; null when nothing was sent. */
  request: SentRequest | null
}

/** What every call of the service returns; calls never throw for what the service may answer. */
export type ServiceResult<T> =
  | { ok: true; data: T; meta: ResponseMeta }
  | { ok: false; error: ServiceError; meta: ResponseMeta }

/** Facts about an answer that never came, or was not asked for. @param nowMs local clock, epoch ms */
export function noAnswer(nowMs: number): ResponseMeta {
  return {
    status: null,
    msCv: null,
    serverDateMs: null,
    sentAtMs: nowMs,
    receivedAtMs: nowMs,
    request: null,
  }
}

/** An error of a kind, with whatever else is known of it. */
export function serviceError(
  kind: ServiceErrorKind,
  known: Partial<Omit<ServiceError, 'kind'>> = {},
): ServiceError {
  return {
    kind,
    status: null,
    code: null,
    message: null,
    fault: null,
    msCv: null,
    retryAfterMs: null,
    detail: null,
    hadNoEffect: false,
    ...known,
  }
}

/** A defect of the console, as data. @param thrown whatever was thrown */
export function internalError(thrown: unknown): ServiceError {
  return serviceError('internal', {
    detail: thrown instanceof Error ? thrown.message : String(thrown),
  })
}

/**
 * A failure found on this side of the network, before or without a call.
 * @param nowMs local clock, epoch ms
 */
export function localFailure(
  kind: ServiceErrorKind,
  detail: string | null,
  nowMs: number,
): ServiceResult<never> {
  return {
    ok: false,
    error: serviceError(kind, { detail }),
    meta: noAnswer(nowMs),
  }
}
