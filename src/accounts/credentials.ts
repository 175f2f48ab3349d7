import { createStore } from 'zustand'
import { perRuntime } from '../runtime/part.ts'
import type { Runtime } from '../runtime/runtime.ts'

/**
 * Keys and pasted tokens, by local account ID. They are in memory only and never written to
 * storage, a URL, a query key, or a log. A reload forgets them, and the account page says why
 * it asks again.
 */
export type Credential = (
  | { kind: 'key'; accountKey: string }
  | { kind: 'token'; accessToken: string }
) & {
  /** The service has refused it, and accepted no call with it since. */
  isRefused?: true
}

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
 * all tabs, because they tell each other in that order. Accounts whose credential was refused come
 * last.
 */
export function idsByUnlock(byAccount: Readonly<Record<string, Credential>>): string[] {
  const wasRefused = (id: string) => Number(byAccount[id]?.isRefused ?? false)
  return Object.keys(byAccount).toSorted((a, b) => wasRefused(a) - wasRefused(b))
}

/** Remembers the credential of an account until the tab is closed or reloaded. */
export function setCredential(
  runtime: Runtime,
  accountId: string,
  credential: Credential,
): void {
  credentialsStore(runtime).setState(({ byAccount }) => {
    const { [accountId]: known, ...rest } = byAccount
    // An account that was refused has lost its place: a twin may be in use by now.
    return { byAccount: { ...(known?.isRefused ? rest : byAccount), [accountId]: credential } }
  })
}

/**
 * Records that the service refused a credential, unless another one was entered meanwhile.
 * @param refused what the account had when the call began; undefined: it was locked
 */
export function noteRefusal(
  runtime: Runtime,
  accountId: string,
  refused: Credential | undefined,
): void {
  const known = credentialsStore(runtime).getState().byAccount[accountId]
  if (known && known === refused && !known.isRefused)
    setCredential(runtime, accountId, { ...known, isRefused: true })
}

/**
 * Records that the service accepted a credential. One that it had refused, for a while or under
 * another domain, comes after those that were unlocked meanwhile.
 * @param accepted what the account had when the call began; undefined: it was locked
 */
export function noteAcceptance(
  runtime: Runtime,
  accountId: string,
  accepted: Credential | undefined,
): void {
  const known = credentialsStore(runtime).getState().byAccount[accountId]
  if (!known?.isRefused || known !== accepted) return
  const { isRefused: _wasRefused, ...plain } = known
  setCredential(runtime, accountId, plain)
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
