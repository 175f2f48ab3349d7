import { expect, test } from 'vitest'
import { accountWith } from '../test-support/account.ts'
import { endpointRefs } from './accounts.ts'
import { onePerPlace, twinOf } from './places.ts'

const A = 'https://a.test'
const B = 'https://b.test'
const GUID = '51a7c0de-2025-4930-9a11-0f00ba5eba11'
const current = accountWith({ id: 'current', accountId: GUID, endpoints: [A, B] })
const v1 = accountWith({
  id: 'v1',
  accountId: GUID.toUpperCase(),
  endpoints: [B],
  apiVersion: 'v1',
})
const other = accountWith({ id: 'other', accountId: 'another', endpoints: [A] })
const refs = endpointRefs([current, v1, other])
const namesOf = (isUnlocked: (id: string) => boolean) =>
  onePerPlace(refs, ({ id }) => isUnlocked(id)).map(
    ({ account, endpoint }) => `${account.id} ${endpoint}`,
  )

test('an account that was added twice is asked once at each endpoint', () => {
  expect(namesOf(() => true)).toEqual([`current ${A}`, `current ${B}`, `other ${A}`])
  expect(namesOf(() => false)).toEqual([`current ${A}`, `current ${B}`, `other ${A}`])
})

test('of two the unlocked one is asked', () => {
  expect(namesOf((id) => id === 'v1')).toEqual([`current ${A}`, `v1 ${B}`, `other ${A}`])
})

test('a twin has the same account ID and an endpoint in common', () => {
  expect(twinOf(v1, [current, v1, other])?.id).toBe('current')
  expect(twinOf(current, [current, v1, other])?.id).toBe('v1')
  expect(twinOf({ ...v1, endpoints: ['https://c.test'] }, [current])).toBeNull()
  expect(twinOf(other, [current, v1, other])).toBeNull()
})
