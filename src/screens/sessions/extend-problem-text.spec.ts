import { expect, test } from 'vitest'
import { MAX_EXTENDED_LEASE_MS } from '../../lease/limits.ts'
import { type ExtendFields, extendProblem } from './extend-fields.ts'
import { extendProblemText } from './extend-problem-text.ts'

const textOf = (total: string) => {
  const fields: ExtendFields = { mode: 'total', total, until: '' }
  return extendProblemText(extendProblem(fields, { leaseMs: 3_600_000, endsAtMs: null }, 0))
}

test('a lease that is too long is answered with the largest one that the service accepts', () => {
  expect(textOf('24:00')).toBe('The maximum is 23 h 59 min.')
  expect(textOf('23:59')).toBeNull()
  expect(MAX_EXTENDED_LEASE_MS).toBe((23 * 60 + 59) * 60_000)
})
