import type { Account, EndpointRef } from './accounts.ts'
import { sessionKeyPrefix } from './endpoint-lookup.ts'

/**
 * The same account of the service may be added twice, for example once for each API version. Both
 * would list the same sessions, so only one of them is asked and counted. Pure.
 */

/**
 * Returns one endpoint for each location of the service: the one that was unlocked first, else the
 * first. So a twin that is unlocked later takes nothing over while the other is in use. One whose
 * key was refused makes way for its twin.
 * @param refs in the order of the accounts
 * @param unlockedIds local IDs of the unlocked accounts, in their order, see idsByUnlock
 */
export function onePerLocation(
  refs: readonly EndpointRef[],
  unlockedIds: readonly string[],
): EndpointRef[] {
  const turns = new Map(unlockedIds.map((id, turn) => [id, turn]))
  const turnOf = ({ account }: EndpointRef) => turns.get(account.id) ?? Infinity
  const byLocation = new Map<string, EndpointRef>()
  for (const ref of refs) {
    const location = sharedLocation(ref.account.accountId, ref.endpoint)
    const known = byLocation.get(location)
    if (!known || turnOf(ref) < turnOf(known)) byLocation.set(location, ref)
  }
  return [...byLocation.values()]
}

/**
 * Returns the endpoint that is asked in place of another one, which may be the same.
 * @param asked one endpoint for each location, see onePerLocation
 */
export function askedFor(ref: EndpointRef, asked: readonly EndpointRef[]): EndpointRef {
  const location = sharedLocation(ref.account.accountId, ref.endpoint)
  return (
    asked.find(
      ({ account, endpoint }) => sharedLocation(account.accountId, endpoint) === location,
    ) ?? ref
  )
}

/**
 * Returns how a session's key reads now, which may have been stored when a twin was asked.
 * @param refs every endpoint of every account
 * @param asked those of them that are asked
 */
export function keyAsAsked(
  refs: readonly EndpointRef[],
  asked: readonly EndpointRef[],
): (sessionKey: string) => string {
  const moves = refs.flatMap((ref) => {
    const prefix = sessionKeyPrefix(ref)
    const asAsked = sessionKeyPrefix(askedFor(ref, asked))
    return prefix === asAsked ? [] : [{ prefix, asAsked }]
  })
  return (sessionKey) => {
    const move = moves.find(({ prefix }) => sessionKey.startsWith(prefix))
    return move ? move.asAsked + sessionKey.slice(move.prefix.length) : sessionKey
  }
}

/** Returns the first account with the same account ID and an endpoint in common; null for none. */
export function twinOf(
  { id, accountId, endpoints }: Pick<Account, 'id' | 'accountId' | 'endpoints'>,
  accounts: readonly Account[],
): Account | null {
  const locations = new Set(endpoints.map((endpoint) => sharedLocation(accountId, endpoint)))
  const isTwin = (other: Account) =>
    other.id !== id &&
    other.endpoints.some((endpoint) => locations.has(sharedLocation(other.accountId, endpoint)))
  return accounts.find(isTwin) ?? null
}

/** Returns a text that identifies whose sessions run where, whichever account of this browser asks. */
function sharedLocation(accountId: string, endpoint: string): string {
  return `${accountId.toLowerCase()} ${endpoint}`
}
