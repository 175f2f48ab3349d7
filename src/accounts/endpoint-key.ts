import type { ApiVersion } from '../service/session.ts'

/** An endpoint of an account in a form that can be stored and found again. Plain JSON. */
export type EndpointKey = {
  /** Local ID of the account. */
  accountId: string
  /** Origin of the endpoint. */
  endpoint: string
  apiVersion: ApiVersion
  /**
   * ID of the account at the service, because the user may enter another account under the same
   * local ID. Missing in rows of an earlier version.
   */
  serviceAccountId?: string
}

/** Returns the key of a session in rows and stores. */
export function sessionKeyAt(
  location: Pick<EndpointKey, 'accountId' | 'endpoint'>,
  sessionId: string,
): string {
  return `${locationKey(location)} ${sessionId}`
}

/** Returns a string that identifies an endpoint of an account in this browser. */
export function locationKey({
  accountId,
  endpoint,
}: Pick<EndpointKey, 'accountId' | 'endpoint'>): string {
  return `${accountId} ${endpoint}`
}
