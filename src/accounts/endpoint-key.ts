import type { ApiVersion } from '../service/session.ts'

/** What a create or a stop is for, told so that it is found again after a reload. Plain JSON. */
export type EndpointKey = {
  /** Local id of the account, and the origin of the endpoint. */
  accountId: string
  endpoint: string
  apiVersion: ApiVersion
  /**
   * The account's id at the service: under the same local id another account may be entered.
   * Missing in what an earlier version wrote.
   */
  serviceAccountId?: string
}
