import type { Account } from '../accounts/accounts.ts'

/** Returns an account with one endpoint, of API 2021-01-01. */
export function accountWith(change: Partial<Account> = {}): Account {
  return {
    id: 'account',
    name: 'Account',
    accountId: 'account',
    accountDomain: 'example.test',
    stsOrigin: 'https://sts.example.test',
    endpoints: ['https://remoterendering.example.test'],
    apiVersion: '2021-01-01',
    credentialKind: 'key',
    simulatedSpeed: null,
    ...change,
  }
}
