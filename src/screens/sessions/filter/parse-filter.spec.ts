import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { FIGURE_TOKENS, FIGURES, figureOf, tokensOf, withFigure } from './filter-tokens.ts'
import { parseFilter, printFilter } from './parse-filter.ts'

/** Text that looks like a filter more often than chance would have it. */
const likely = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'status',
        'left',
        'cost',
        'mine',
        'elapsed',
        'account',
        'size',
        'toString',
      ),
      fc.constantFrom(':', '<', '>', '<=', '=', '-', '!', '"', ',', ' ', '*', '\n'),
      fc.constantFrom('ready', '10m', '1h30m', '1.5h', '0s', '5', '2.50', '99999d'),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))

const read = (text: string) => parseFilter(text).map((part) => part)
const termOf = (text: string) => {
  const [part] = parseFilter(text)
  return part?.kind === 'condition' ? part.term : part?.problem
}

test('reads anything, and reads what it printed as the same filter', () => {
  fc.assert(
    fc.property(fc.oneof(likely, fc.string({ unit: 'binary' })), (text) => {
      const filter = read(text)
      expect(read(printFilter(filter))).toEqual(filter)
    }),
    { numRuns: 2000 },
  )
})

test('every character outside spaces belongs to exactly one part', () => {
  fc.assert(
    fc.property(likely, (text) => {
      const tokens = tokensOf(text)
      for (const token of tokens) expect(text.slice(token.from, token.to)).toBe(token.text)
      const between = tokens.map(({ from }, index) =>
        text.slice(tokens[index - 1]?.to ?? 0, from),
      )
      expect([...between, text.slice(tokens.at(-1)?.to ?? 0)].join('').trim()).toBe('')
    }),
  )
})

test('words are searched as they were before there was a language', () => {
  expect(read('studio 10:30 10.0.0.1')).toEqual(
    ['studio', '10:30', '10.0.0.1'].map((text) => ({
      kind: 'condition',
      isExcluded: false,
      term: { kind: 'text', text },
    })),
  )
})

test.each([
  [
    'status:ready,"in progress"',
    { kind: 'values', key: 'status', values: ['ready', 'in progress'] },
  ],
  ['STATUS:Ready', { kind: 'values', key: 'status', values: ['Ready'] }],
  ['left<10m', { kind: 'duration', key: 'left', comparison: '<', ms: 600_000 }],
  ['elapsed>=1h30m', { kind: 'duration', key: 'elapsed', comparison: '>=', ms: 5_400_000 }],
  ['lease>"1.5h"', { kind: 'duration', key: 'lease', comparison: '>', ms: 5_400_000 }],
  ['cost>2.50', { kind: 'cost', comparison: '>', amount: 2.5 }],
  ['mine', { kind: 'mine' }],
  ['"mine"', { kind: 'text', text: 'mine' }],
  ['"status:ready"', { kind: 'text', text: 'status:ready' }],
  ['stauts:ready', 'unknownKey'],
  ['status:', 'noValue'],
  ['status:,', 'noValue'],
  ['left<', 'noValue'],
  ['left:10m', 'notCompared'],
  ['status>ready', 'notListed'],
  ['left<10x', 'notDuration'],
  ['left<10', 'notDuration'],
  ['cost>cheap', 'notAmount'],
])('reads %s', (text, expected) => {
  expect(termOf(text)).toEqual(expected)
})

test('a minus or an exclamation mark excludes, and alone is a text', () => {
  const excluded = { kind: 'condition', isExcluded: true, term: { kind: 'mine' } }
  expect(read('-mine !mine')).toEqual([excluded, excluded])
  expect(termOf('-')).toEqual({ kind: 'text', text: '-' })
})

test('a figure is set, replaced, and removed without touching the rest', () => {
  expect(withFigure('fair  "a b"', 'ready')).toBe('status:ready fair "a b"')
  expect(withFigure('status:ready fair', 'ending')).toBe('left<10m fair')
  fc.assert(
    fc.property(likely, fc.constantFrom(...FIGURES), (text, figure) => {
      const set = withFigure(text, figure)
      expect(figureOf(set)).toBe(figure)
      expect(figureOf(withFigure(set, null))).toBe(null)
      const rest = parseFilter(withFigure(text, null))
      expect(parseFilter(set)).toEqual([...parseFilter(FIGURE_TOKENS[figure]), ...rest])
    }),
  )
})
