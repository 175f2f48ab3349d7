import { isLoaded } from './coverage.ts'
import type { EndpointState } from './fleet-model.ts'

/** More regions than this are counted and not named. */
const MAX_NAMED = 2

/**
 * Returns the regions whose sessions are not in the list yet, for a text.
 * @returns null when none is missing, or too many to be named
 */
export function missingRegions(endpoints: readonly EndpointState[]): string | null {
  const missing = endpoints.filter((endpoint) => !isLoaded(endpoint))
  const names = [...new Set(missing.map(({ region }) => region))]
  return names.length === 0 || names.length > MAX_NAMED ? null : names.join(', ')
}
