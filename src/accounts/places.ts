import type { Account, EndpointRef } from './accounts.ts'

/**
 * The same account of the service may be added twice, for example once for each API version. Both
 * would list the same sessions, so only one of them is asked and counted. Pure.
 */

/** Returns a text that identifies whose sessions run where, whichever account of this browser asks. */
function placeOf(accountId: string, endpoint: string): string {
  return `${accountId.toLowerCase()} ${endpoint}`
}

/**
 * Returns one endpoint for each place: the first that is unlocked, else the first.
 * @param refs in the order of the accounts
 */
export function onePerPlace(
  refs: readonly EndpointRef[],
  isUnlocked: (account: Account) => boolean,
): EndpointRef[] {
  const byPlace = new Map<string, EndpointRef>()
  for (const ref of refs) {
    const place = placeOf(ref.account.accountId, ref.endpoint)
    const known = byPlace.get(place)
    if (!known || (!isUnlocked(known.account) && isUnlocked(ref.account)))
      byPlace.set(place, ref)
  }
  return [...byPlace.values()]
}

/** Returns the first account with the same account ID and an endpoint in common; null for none. */
export function twinOf(
  { id, accountId, endpoints }: Pick<Account, 'id' | 'accountId' | 'endpoints'>,
  accounts: readonly Account[],
): Account | null {
  const places = new Set(endpoints.map((endpoint) => placeOf(accountId, endpoint)))
  const isTwin = (other: Account) =>
    other.id !== id &&
    other.endpoints.some((endpoint) => places.has(placeOf(other.accountId, endpoint)))
  return accounts.find(isTwin) ?? null
}
