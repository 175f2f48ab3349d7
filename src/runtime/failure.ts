import {
  internalError,
  type ServiceError,
  type ServiceErrorKind,
  type ServiceResult,
} from '../service/result.ts'

/** A failed call in the form that React Query needs: thrown, with the typed error inside. */
export class ServiceFailure extends Error {
  override readonly name = 'ServiceFailure'
  readonly error: ServiceError
  constructor(error: ServiceError) {
    super(error.kind)
    this.error = error
  }
}

/** Failures after which a call may still have taken effect. */
export const IN_DOUBT: readonly ServiceErrorKind[] = [
  'timeout',
  'network',
  'gateway',
  'server',
  'unreadable',
  'conflict',
  'internal',
]

/** The data of a result; throws {@link ServiceFailure} for anything else. For query functions. */
export function unwrap<T>(result: ServiceResult<T>): T {
  if (result.ok) return result.data
  throw new ServiceFailure(result.error)
}

/** The typed error of a failed query or mutation. */
export function serviceErrorOf(thrown: unknown): ServiceError | null {
  if (thrown === null || thrown === undefined) return null
  if (thrown instanceof ServiceFailure) return thrown.error
  // Queries and mutations throw nothing else.
  return internalError(thrown)
}
