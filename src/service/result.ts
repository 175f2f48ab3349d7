import type { SessionFault } from './session.ts'

/**
 * Everything a call may end with besides success. `gateway` is an answer of the console's own
 * gateway (host not allowed, service unreachable from there), not of the service. `internal` is
 * a defect of the console; whether the call was sent is unknown.
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

/** A call that failed, as data. Contains no secret. */
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
  /** Delay requested by Retry-After, in ms; null when absent or unreadable. */
  retryAfterMs: number | null
  /** Technical detail that doesn't come from the service; not translated. */
  detail: string | null
  /**
   * It was found out later that the call had no effect, even if the failure alone leaves that
   * open.
   */
  hadNoEffect: boolean
}

/** What was sent, without the secret that was sent with it. */
type SentRequest = {
  method: string
  /** Absolute address at the service. */
  url: string
  /** JSON body; undefined for none. */
  body?: unknown
}

/** Facts about the answer, for success and error alike. */
export type ResponseMeta = {
  status: number | null
  msCv: string | null
  /** Server time of the answer (header Date, 1 s resolution), epoch ms. */
  serverDateMs: number | null
  /** Local clock when the request was sent, epoch ms. */
  sentAtMs: number
  /** Local clock when the answer was complete, epoch ms. */
  receivedAtMs: number
  /** The request behind it; null when nothing was sent. */
  request: SentRequest | null
}

/**
 * What every call of the service returns. Calls never throw for anything the service may
 * answer.
 */
export type ServiceResult<T> =
  | { ok: true; data: T; meta: ResponseMeta }
  | { ok: false; error: ServiceError; meta: ResponseMeta }

/**
 * Facts about an answer that never came or was never asked for. @param nowMs local clock, epoch
 * ms
 */
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

/** An error of a kind, with whatever else is known about it. */
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
 * A failure found before or without a call.
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
