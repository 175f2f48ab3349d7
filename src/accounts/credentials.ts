import { createStore } from 'zustand'
import { perRuntime } from '../runtime/part.ts'
import type { Runtime } from '../runtime/runtime.ts'

/**
 * Keys and pasted tokens, by local account ID. They are in memory only and never written to
 * storage, a URL, a query key, or a log. A reload forgets them, and the account page says why
 * it asks again.
 */
export type Credential =
  | { kind: 'key'; accountKey: string }
  | { kind: 'token'; accessToken: string }

/** Credentials in memory, changed by the functions below. */
export const credentialsStore = perRuntime(({ secretSources }) => {
  const store = createStore<{ byAccount: Readonly<Record<string, Credential>> }>()(() => ({
    byAccount: {},
  }))
  secretSources.push(() => Object.values(store.getState().byAccount).map(secretOf))
  return store
})

/** Whether an account has its credential now. @param accountId local ID */
export function isUnlocked(runtime: Runtime, accountId: string): boolean {
  return credentialsStore(runtime).getState().byAccount[accountId] !== undefined
}

/**
 * Returns the local IDs of accounts in the order in which they were unlocked, which is the same in
 * all tabs, because they tell each other in that order.
 */
export function idsByUnlock(byAccount: Readonly<Record<string, Credential>>): string[] {
  return Object.keys(byAccount)
}

/** Remembers the credential of an account until the tab is closed or reloaded. */
export function setCredential(
  runtime: Runtime,
  accountId: string,
  credential: Credential,
): void {
  credentialsStore(runtime).setState(({ byAccount }) => ({
    byAccount: { ...byAccount, [accountId]: credential },
  }))
}

/** Forgets the credential of an account. */
export function forgetCredential(runtime: Runtime, accountId: string): void {
  credentialsStore(runtime).setState(({ byAccount }) => {
    const { [accountId]: _forgotten, ...rest } = byAccount
    return { byAccount: rest }
  })
}

function secretOf(credential: Credential): string {
  return credential.kind === 'key' ? credential.accountKey : credential.accessToken
}
