import type { ServiceTarget } from './ports.ts'
import { readSession2021, readSessionV1 } from './wire.ts'

/** Where the two versions of the session API differ, for all calls. */

/** Whether the target speaks v1 (docs/protocol.md#api-v1). */
export function isV1({ apiVersion }: ServiceTarget) {
  return apiVersion === 'v1'
}

/** The address of all sessions of an account, without the version's query. */
export function accountUrl(target: ServiceTarget) {
  return `${target.endpoint}${isV1(target) ? '/v1' : ''}/accounts/${encodeURIComponent(target.accountId)}/sessions`
}

/** Adds the query that 2021-01-01 needs. v1 has its version in the path. */
export function withVersion(target: ServiceTarget, url: string) {
  return isV1(target) ? url : `${url}?api-version=${target.apiVersion}`
}

/** The reader of a session's record. */
export function readerOf(target: ServiceTarget) {
  return isV1(target) ? readSessionV1 : readSession2021
}
