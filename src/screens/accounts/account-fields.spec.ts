import { expect, test } from 'vitest'
import { accountOf, emptyAccountFields, fieldsOf } from './account-fields.ts'

/** Returns an account as the form saves it. */
const accountAt = (accountDomain: string, endpointUrls = '') => {
  const account = accountOf('local', {
    ...emptyAccountFields,
    name: 'Studio',
    accountId: '51a7c0de-2025-4930-9a11-0f00ba5eba11',
    accountDomain,
    regions: ['westeurope'],
    endpointUrls,
  })
  if (!account) throw new Error(`${accountDomain} was refused`)
  return account
}

test.each([
  'westeurope',
  'mixedreality.azure.com',
  'https://sts.westeurope.mixedreality.azure.com',
  'https://service.example.com',
  'https://service.example.com:8443',
  'http://127.0.0.1:8787',
  'http://localhost:8787',
])('an account with the domain %s can be edited and saved unchanged', (domain) => {
  const account = accountAt(domain, domain.includes('://') ? domain.replace('sts.', '') : '')
  expect(accountOf(account.id, fieldsOf(account))).toEqual(account)
})
