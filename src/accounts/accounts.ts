import * as v from 'valibot'
import { createStore } from 'zustand'
import { perRuntime } from '../runtime/part.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { API_VERSIONS } from '../service/session.ts'
import { fittingItems, origin, readStored } from '../util/parse-stored.ts'
import { onStoredElsewhere, writeStored } from '../util/storage.ts'

/**
 * The accounts that this browser knows. Only what isn't secret is stored; keys and tokens are
 * in credentials.ts.
 */

/**
 * Local ID of an account. It is used as a name in objects, so names that every object has are
 * refused.
 */
export const accountIdSchema = v.pipe(
  v.string(),
  v.minLength(1),
  v.check((id) => !(id in {})),
)

const accountSchema = v.object({
  /** Local ID, used in URLs and query keys. */
  id: accountIdSchema,
  name: v.string(),
  /** Remote Rendering account ID (GUID). */
  accountId: v.string(),
  /** As entered, e.g. `westeurope.mixedreality.azure.com`. */
  accountDomain: v.string(),
  /** Origin of the token service of the domain. */
  stsOrigin: origin,
  /** Origins of the rendering endpoints, in the user's order. */
  endpoints: v.pipe(
    v.array(origin),
    v.transform((endpoints) => [...new Set(endpoints)]),
  ),
  apiVersion: v.picklist(API_VERSIONS),
  credentialKind: v.picklist(['key', 'token']),
})

/** One account as stored. */
type StoredAccount = v.InferOutput<typeof accountSchema>

/** An account in use. A simulated one is never stored; starting the simulator adds it again. */
export type Account = StoredAccount & {
  /** Simulated seconds per real second; null for a real service. */
  simulatedSpeed: number | null
}

/** Whether an account's service is reached over the network: the page's own simulator isn't. */
export function needsNetwork({ simulatedSpeed }: Account): boolean {
  return simulatedSpeed === null
}

/** One account at one of its rendering endpoints: the unit of polling and spacing. */
export type EndpointRef = { account: Account; endpoint: string }

const STORAGE_KEY = 'rrc.accounts'

/** Accounts in the order they were added. Changed by the functions below. */
export const accountsStore = perRuntime((runtime) =>
  createStore<{ accounts: readonly Account[] }>()(() => ({ accounts: loadAccounts(runtime) })),
)

/** Adds an account, or replaces the one with the same local ID. */
export function putAccount(runtime: Runtime, account: Account): void {
  const { accounts } = accountsStore(runtime).getState()
  setAccounts(
    runtime,
    accounts.some(({ id }) => id === account.id)
      ? accounts.map((known) => (known.id === account.id ? account : known))
      : [...accounts, account],
  )
}

/** Removes an account from this browser. Sessions that it started keep running. */
export function removeAccount(runtime: Runtime, id: string): void {
  const { accounts } = accountsStore(runtime).getState()
  setAccounts(
    runtime,
    accounts.filter((account) => account.id !== id),
  )
}

/** Returns every account at every one of its endpoints. */
export function endpointRefs(accounts: readonly Account[]): EndpointRef[] {
  return accounts.flatMap((account) =>
    account.endpoints.map((endpoint) => ({ account, endpoint })),
  )
}

/** Keeps this tab's accounts in sync with those saved by another tab. */
export function followAccountsElsewhere(runtime: Runtime): () => void {
  return onStoredElsewhere(runtime.browser.storage, STORAGE_KEY, () => {
    const { accounts } = accountsStore(runtime).getState()
    const simulated = accounts.filter((a) => a.simulatedSpeed !== null)
    accountsStore(runtime).setState({ accounts: [...loadAccounts(runtime), ...simulated] })
  })
}

function setAccounts(runtime: Runtime, accounts: readonly Account[]): void {
  accountsStore(runtime).setState({ accounts })
  saveAccounts(runtime, accounts)
}

function saveAccounts(runtime: Runtime, accounts: readonly Account[]): void {
  writeStored(
    runtime.browser.storage,
    STORAGE_KEY,
    accounts.filter((account) => account.simulatedSpeed === null),
  )
}

function loadAccounts(runtime: Runtime): Account[] {
  return readStored(runtime.browser.storage, STORAGE_KEY, [], (value, onMisfit) => {
    const ids = new Set<string>()
    return fittingItems(accountSchema, value, onMisfit).flatMap((account) => {
      if (ids.has(account.id)) {
        onMisfit()
        return []
      }
      ids.add(account.id)
      return [{ ...account, simulatedSpeed: null }]
    })
  })
}
