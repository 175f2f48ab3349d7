import type { ServiceError, ServiceResult } from '../service/result.ts'

/** A failed call in the form React Query wants: thrown, with the typed error inside. */
export class ServiceFailure extends Error {
  override readonly name = 'ServiceFailure'
  readonly error: ServiceError
  constructor(error: ServiceError) {
    super(error.kind)
    this.error = error
  }
}

/** The data of a result; throws {@link ServiceFailure} for anything else. For query functions. */
export const unwrap = <T>(result: ServiceResult<T>): T => {
  if (result.ok) return result.data
  throw new ServiceFailure(result.error)
}

/** The typed error inside whatever a query or mutation failed with. */
export const serviceErrorOf = (thrown: unknown): ServiceError | null => {
  if (thrown === null || thrown === undefined) return null
  if (thrown instanceof ServiceFailure) return thrown.error
  return localError('unreadable', thrown instanceof Error ? thrown.message : 'unknown failure')
}

/** An error found on this side of the network, before or without a call. */
export const localError = (kind: ServiceError['kind'], detail: string): ServiceError => ({
  kind,
  status: null,
  code: null,
  message: null,
  fault: null,
  msCv: null,
  retryAfterMs: null,
  detail,
})

/** A failed result without a call. @param nowMs local clock, epoch ms */
export const localFailure = (
  kind: ServiceError['kind'],
  detail: string,
  nowMs: number,
): ServiceResult<never> => ({
  ok: false,
  error: localError(kind, detail),
  meta: { status: null, msCv: null, serverDateMs: null, sentAtMs: nowMs, receivedAtMs: nowMs },
})
