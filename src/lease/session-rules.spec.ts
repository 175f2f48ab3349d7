import { expect, test } from 'vitest'
import { KNOWN_STATUSES } from '../service/session.ts'
import { mayRun } from './session-rules.ts'

test('of the known statuses only Ready may run, and every unknown one may', () => {
  expect(KNOWN_STATUSES.filter(mayRun)).toEqual(['Ready'])
  expect(['Maintenance', '', 'READY?'].every(mayRun)).toBe(true)
})
