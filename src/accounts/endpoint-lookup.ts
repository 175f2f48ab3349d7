import { endpointRefs, type EndpointRef, accountsStore } from './accounts.ts'
import { isUnlocked, credentialsStore } from './credentials.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { useRuntimeStore } from '../runtime/use-runtime-store.ts'
import { type EndpointKey, locationKey, sessionKeyAt } from './endpoint-key.ts'

/** Finds the account that a stored key refers to, which may be locked, edited, or removed. */

/** Returns the key under which an endpoint is stored. */
export function endpointKeyOf({ account, endpoint }: EndpointRef): EndpointKey {
  return {
    accountId: account.id,
    endpoint,
    apiVersion: account.apiVersion,
    serviceAccountId: account.accountId,
  }
}

/** Returns the location key of an endpoint. */
export function locationKeyOf({ account, endpoint }: EndpointRef): string {
  return locationKey({ accountId: account.id, endpoint })
}

/** Returns what the keys of all sessions at an endpoint begin with. */
export function sessionKeyPrefix(ref: EndpointRef): string {
  return sessionKeyAt({ accountId: ref.account.id, endpoint: ref.endpoint }, '')
}

/** Finds the endpoint that a key refers to; null when there is none. */
export type FindRef = (key: EndpointKey) => EndpointRef | null

/** Returns the lookup among these endpoints. */
export function findRefIn(refs: readonly EndpointRef[]): FindRef {
  return (key) =>
    refs.find(
      ({ account, endpoint }) =>
        account.id === key.accountId &&
        endpoint === key.endpoint &&
        account.apiVersion === key.apiVersion &&
        (key.serviceAccountId ?? account.accountId) === account.accountId,
    ) ?? null
}

/** Returns every endpoint whose account is unlocked. */
function unlockedRefs(runtime: Runtime): EndpointRef[] {
  return endpointRefs(accountsStore(runtime).getState().accounts).filter(({ account }) =>
    isUnlocked(runtime, account.id),
  )
}

/** Returns the lookup among the endpoints whose account is unlocked when it is asked. */
export function findUnlocked(runtime: Runtime): FindRef {
  return (key) => findRefIn(unlockedRefs(runtime))(key)
}

/** Whether the account of a key can be used: it may be locked, or removed. */
export type Reachability = 'available' | 'locked' | 'account-gone'

/** Returns the reachability of any key, and renders again when it changes. */
export function useReachability(): (key: EndpointKey) => Reachability {
  const accounts = useRuntimeStore(accountsStore, (state) => state.accounts)
  const credentials = useRuntimeStore(credentialsStore, (state) => state.byAccount)
  const findRef = findRefIn(endpointRefs(accounts))
  return (key) => {
    const ref = findRef(key)
    if (!ref) return 'account-gone'
    return credentials[ref.account.id] === undefined ? 'locked' : 'available'
  }
}

/** Returns the reachability of something that needs all of these. */
export function leastReachability(all: readonly Reachability[]): Reachability {
  return (['account-gone', 'locked'] as const).find((each) => all.includes(each)) ?? 'available'
}
