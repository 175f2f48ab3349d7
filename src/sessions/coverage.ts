import { sessionKeyPrefix } from '../accounts/endpoint-lookup.ts'
import { useRuntimeStore } from '../runtime/use-runtime-store.ts'
import { type Wake, wakeStore } from '../tabs/page-lifecycle.ts'
import { useCoarseNowMs } from '../util/ticker.ts'
import type { EndpointState } from './fleet-model.ts'
import { isListStale, listAgeMs } from './time-left.ts'

/** How much of the fleet is known, so that a partial list never passes for a whole one. */

/**
 * What is known of one endpoint.
 * - locked: it isn't asked, because its key or token is missing.
 * - waiting: it has not answered yet.
 * - failed: the last answer was a failure. It may have been listed before.
 * - partial: it is being listed, or its list broke off, so sessions may be missing.
 * - stale: its list is too old to be relied upon.
 * - current: its list is complete and recent.
 */
export type EndpointKnowledge =
  | 'locked'
  | 'waiting'
  | 'failed'
  | 'partial'
  | 'stale'
  | 'current'

/** How much of the fleet is known. */
export type Coverage = {
  /** Endpoints, locked ones included. */
  total: number
  /** Endpoints that have sent all pages of a list since this tab was opened. */
  loaded: number
  /** Endpoints whose list is whole and recent. Any other may run sessions that are not in the list. */
  current: number
  /** Age of the oldest list, ms; null before the first. */
  oldestMs: number | null
}

/** Returns what is known of an endpoint. @param nowMs local clock, epoch ms */
export function knowledgeOf(
  endpoint: EndpointState,
  nowMs: number,
  wake: Wake,
): EndpointKnowledge {
  if (endpoint.status === 'locked') return 'locked'
  if (endpoint.status === 'failed') return 'failed'
  if (endpoint.receivedAtMs === null) return 'waiting'
  if (!isWhole(endpoint)) return 'partial'
  return isListStale(endpoint, nowMs, wake) ? 'stale' : 'current'
}

/** Returns how much of the fleet is known. @param nowMs local clock, epoch ms */
export function coverageOf(
  endpoints: readonly EndpointState[],
  nowMs: number,
  wake: Wake,
): Coverage {
  const ages = endpoints.flatMap((endpoint) => listAgeMs(endpoint, nowMs, wake) ?? [])
  return {
    total: endpoints.length,
    loaded: endpoints.filter(isLoaded).length,
    current: endpoints.filter((endpoint) => isCurrent(endpoint, nowMs, wake)).length,
    oldestMs: ages.length === 0 ? null : Math.max(...ages),
  }
}

/** Whether sessions may run that are not in the list. */
export function isPartial({ current, total }: Pick<Coverage, 'current' | 'total'>): boolean {
  return current < total
}

/**
 * Returns whether a session of a key may run without being in the list. One that is missing from an
 * old list had ended by then, so it is no reason how old the list is.
 */
export function unseenIn(endpoints: readonly EndpointState[]): (sessionKey: string) => boolean {
  const unseen = endpoints
    .filter((endpoint) => !isWhole(endpoint))
    .map(({ ref }) => sessionKeyPrefix(ref))
  return (sessionKey) => unseen.some((prefix) => sessionKey.startsWith(prefix))
}

/** Returns how much of the fleet is known, updated every few seconds rather than every second. */
export function useCoverage(endpoints: readonly EndpointState[]): Coverage {
  const wake = useRuntimeStore(wakeStore, (state) => state)
  return coverageOf(endpoints, useCoarseNowMs(5000), wake)
}

/** Whether an endpoint has sent all pages of a list since this tab was opened. */
export function isLoaded({ receivedAtMs, isUnderWay, isIncomplete }: EndpointState): boolean {
  return receivedAtMs !== null && !isUnderWay && !isIncomplete
}

/** Whether an endpoint has sent a list in which no session is missing. */
function isWhole(endpoint: EndpointState): boolean {
  return isLoaded(endpoint) && endpoint.unreadable.length === 0
}

/**
 * Whether an endpoint's list includes every session. A failure alone takes nothing from a list that
 * is as recent as it would be between two polls.
 */
function isCurrent(endpoint: EndpointState, nowMs: number, wake: Wake): boolean {
  return (
    endpoint.status !== 'locked' && isWhole(endpoint) && !isListStale(endpoint, nowMs, wake)
  )
}
