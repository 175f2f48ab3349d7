import { create } from 'zustand'

/**
 * Keys and pasted tokens, by local account id. Memory only: never written to storage, a URL,
 * a query key or a log. A reload forgets them, and the account page says why it asks again.
 */
export type Credential =
  | { kind: 'key'; accountKey: string }
  | { kind: 'token'; accessToken: string }

/** Credentials in memory. Read with `useCredentials`, change with the functions below. */
export const useCredentials = create<{ byAccount: Readonly<Record<string, Credential>> }>(
  () => ({ byAccount: {} }),
)

/** Whether an account has its credential, now. @param accountId local id */
export const isUnlocked = (accountId: string): boolean =>
  useCredentials.getState().byAccount[accountId] !== undefined

/** Remembers the credential of an account until the tab is closed or reloaded. */
export const setCredential = (accountId: string, credential: Credential): void =>
  useCredentials.setState(({ byAccount }) => ({
    byAccount: { ...byAccount, [accountId]: credential },
  }))

/** Forgets the credential of an account. */
export const forgetCredential = (accountId: string): void =>
  useCredentials.setState(({ byAccount }) => {
    const { [accountId]: _forgotten, ...rest } = byAccount
    return { byAccount: rest }
  })
