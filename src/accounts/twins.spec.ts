import { expect, test } from 'vitest'
import { accountWith } from '../test-support/account.ts'
import { endpointRefs } from './accounts.ts'
import { keyAsAsked, onePerLocation, twinOf } from './twins.ts'

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
const namesOf = (...unlocked: string[]) =>
  onePerLocation(refs, unlocked).map(({ account, endpoint }) => `${account.id} ${endpoint}`)

test('an account that was added twice is asked once at each endpoint', () => {
  expect(namesOf('current', 'v1', 'other')).toEqual([
    `current ${A}`,
    `current ${B}`,
    `other ${A}`,
  ])
  expect(namesOf()).toEqual([`current ${A}`, `current ${B}`, `other ${A}`])
})

test('of two the unlocked one is asked, and one that is unlocked later takes nothing over', () => {
  expect(namesOf('v1')).toEqual([`current ${A}`, `v1 ${B}`, `other ${A}`])
  expect(namesOf('v1', 'current')).toEqual(namesOf('v1'))
})

test('what was stored about a session of a twin belongs to the session that is asked about', () => {
  const keyNow = keyAsAsked(refs, onePerLocation(refs, ['v1']))
  expect(keyNow(`current ${B} one`)).toBe(`v1 ${B} one`)
  expect(keyNow(`current ${A} one`)).toBe(`current ${A} one`)
  expect(keyNow(`removed ${B} one`)).toBe(`removed ${B} one`)
})

test('a twin has the same account ID and an endpoint in common', () => {
  expect(twinOf(v1, [current, v1, other])?.id).toBe('current')
  expect(twinOf(current, [current, v1, other])?.id).toBe('v1')
  expect(twinOf({ ...v1, endpoints: ['https://c.test'] }, [current])).toBeNull()
  expect(twinOf(other, [current, v1, other])).toBeNull()
})
