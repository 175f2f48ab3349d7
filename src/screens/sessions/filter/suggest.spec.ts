import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { accountWith } from '../../../test-support/account.ts'
import { observedSession } from '../../../test-support/observed-session.ts'
import { toRow } from '../../../sessions/fleet-model.ts'
import type { FilterFacts } from './match-filter.ts'
import { KEYS, parseFilter } from './parse-filter.ts'
import { accept, suggest } from './suggest.ts'

const ref = {
  account: accountWith({ name: 'Studio "A", Berlin' }),
  endpoint: 'https://remoterendering.westus2.mixedreality.azure.com',
}
const facts: FilterFacts = {
  serverNowMsOf: () => 0,
  rates: null,
  isNew: () => false,
  entries: new Map(),
  actions: new Map(),
}
const rows = [
  ['Ready', 1],
  ['Ready', 3],
  ['Hibernating', 5],
].map(([status, hours], index) =>
  toRow(
    ref,
    observedSession({
      id: `s${index}`,
      status: String(status),
      leaseMs: Number(hours) * 3_600_000,
    }),
  ),
)

const at = (marked: string) => {
  const caret = marked.indexOf('|')
  const text = marked.replace('|', '')
  return { text, ...suggest(text, caret, rows, facts) }
}
const shown = (marked: string) =>
  at(marked).options.map((option) =>
    option.kind === 'key' ? option.key : `${option.label} ${option.count}`,
  )
/** The text after the first suggestion was accepted, with the caret in it. */
const accepted = (marked: string) => {
  const { text, options, ...place } = at(marked)
  const [first] = options
  if (!first) throw new Error('nothing is suggested')
  const after = accept(text, place, first)
  return `${after.text.slice(0, after.caret)}|${after.text.slice(after.caret)}`
}

test('an empty place suggests every key, and letters those that begin with them', () => {
  expect(shown('|')).toEqual([...KEYS])
  expect(shown('fair |')).toEqual([...KEYS])
  expect(shown('fair -le|')).toEqual(['left', 'lease'])
  expect(shown('fair|')).toEqual([])
  expect(shown('mine|')).toEqual([])
})

test('values come with their counts, the most frequent first, and unknown ones among them', () => {
  expect(shown('status:|').slice(0, 3)).toEqual(['Ready 2', 'Hibernating 1', 'Error 0'])
  expect(shown('status:ready,h|')).toEqual(['Hibernating 1'])
  expect(shown('status:ready|')).toEqual([])
  expect(shown('lease>|').slice(2)).toEqual(['lease>1h 2', 'lease>4h 1', 'lease>12h 0'])
  expect(shown('lease>2|')).toEqual(['lease>2m 3', 'lease>2h 2', 'lease>2d 0'])
  expect(shown('cost>|')).toEqual([])
})

test('accepting replaces the part at the caret and nothing else', () => {
  expect(accepted('fair st| mine')).toBe('fair status:| mine')
  expect(accepted('fair -st|atus')).toBe('fair -status:|')
  expect(accepted('status:|')).toBe('status:ready |')
  expect(accepted('status:h|,ready mine')).toBe('status:hibernating|,ready mine')
  expect(accepted('-left<1| x')).toBe('-left<1m| x')
  expect(accepted('account:stu|')).toBe('account:"Studio A, Berlin" |')
})

test('whatever was typed, what is accepted is a part that can be read', () => {
  const text = fc
    .array(
      fc.constantFrom('status', ':', 'left', '<', '1', 'r', ' ', '-', ',', '"', 'acc', 'm'),
      {
        maxLength: 8,
      },
    )
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(text, fc.nat(20), (typed, caret) => {
      const { options, ...place } = suggest(typed, Math.min(caret, typed.length), rows, facts)
      const before = parseFilter(typed).filter(({ kind }) => kind === 'problem').length
      for (const option of options) {
        const after = accept(typed, place, option)
        expect(after.caret).toBeLessThanOrEqual(after.text.length)
        if (option.kind === 'key') continue
        const problems = parseFilter(after.text).filter(({ kind }) => kind === 'problem')
        expect(problems.length).toBeLessThanOrEqual(before)
      }
    }),
  )
})
