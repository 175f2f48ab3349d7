import { endpointRefs, type EndpointRef, accountsStore } from './accounts.ts'
import { isUnlocked, credentialsStore } from './credentials.ts'
import type { Runtime } from '../runtime/runtime.ts'
import type { EndpointKey } from './endpoint-key.ts'
import { useRuntimeStore } from '../runtime/use-runtime-store.ts'

/** From what was written down to the account it means, which may be locked, edited or gone. */

/** How an endpoint is written down. */
export function endpointKeyOf({ account, endpoint }: EndpointRef): EndpointKey {
  return {
    accountId: account.id,
    endpoint,
    apiVersion: account.apiVersion,
    serviceAccountId: account.accountId,
  }
}

/** Finds the endpoint a key means; null when it is not among those asked. */
export type FindRef = (key: EndpointKey) => EndpointRef | null

/** Finds among these endpoints. */
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

/** Every endpoint whose account is unlocked. */
export function unlockedRefs(runtime: Runtime): EndpointRef[] {
  return endpointRefs(accountsStore(runtime).getState().accounts).filter(({ account }) =>
    isUnlocked(runtime, account.id),
  )
}

/** Finds an endpoint as it stands now, while its account is unlocked. */
export function findUnlocked(runtime: Runtime): FindRef {
  return (key) => findRefIn(unlockedRefs(runtime))(key)
}

/** Whether anybody can look after a key: its account may be locked, or gone. */
export type Reachability = 'seen-to' | 'locked' | 'account-gone'

/** Says of each key who looks after it, and keeps it true. */
export function useReachability(): (key: EndpointKey) => Reachability {
  const accounts = useRuntimeStore(accountsStore, (state) => state.accounts)
  const credentials = useRuntimeStore(credentialsStore, (state) => state.byAccount)
  const findRef = findRefIn(endpointRefs(accounts))
  return (key) => {
    const ref = findRef(key)
    if (!ref) return 'account-gone'
    return credentials[ref.account.id] === undefined ? 'locked' : 'seen-to'
  }
}

/** The care for something that needs all of these. */
export function leastReachability(cares: readonly Reachability[]): Reachability {
  return (['account-gone', 'locked'] as const).find((care) => cares.includes(care)) ?? 'seen-to'
}
