import { formatList } from '../i18n/format.ts'
import { visibleText } from '../i18n/visible-text.ts'
import { type Coverage, isLoaded } from './coverage.ts'
import type { EndpointState } from './fleet-model.ts'

/** More regions than this are counted and not named. */
const MAX_NAMED = 2

/**
 * Returns the regions whose sessions are not in the list yet, for a text, each with its account
 * where several accounts use the region.
 * @param current how many endpoints have a list that is whole and recent
 * @returns null when none is missing, or too many to be named, or when lists are missing or old for
 *   another reason, which the names would hide
 */
export function missingRegions(
  endpoints: readonly EndpointState[],
  { current }: Pick<Coverage, 'current'>,
): string | null {
  const missing = endpoints.filter(
    (endpoint) => !isLoaded(endpoint) && endpoint.status !== 'locked',
  )
  if (missing.length === 0 || missing.length > MAX_NAMED) return null
  if (missing.length !== endpoints.length - current) return null
  const isShared = (region: string) =>
    endpoints.filter((endpoint) => endpoint.region === region).length > 1
  return formatList(
    missing.map(({ region, ref }) =>
      isShared(region) ? `${region} · ${visibleText(ref.account.name)}` : region,
    ),
  )
}
