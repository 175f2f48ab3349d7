import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  extendedTo,
  type Selection,
  selectedRows,
  shareSelected,
  steppedTo,
  toggled,
  withAll,
  withNone,
  withoutGone,
} from './selection.ts'
import { isSelecting, NOTHING_SELECTED } from './selection-store.ts'

const selected = (...keys: string[]): Selection => {
  const known = new Set(keys)
  return { ...NOTHING_SELECTED, keys: known, beforeRange: known }
}
const keysOf = ({ keys }: Selection) => [...keys].toSorted()

const orders = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), {
  minLength: 1,
  maxLength: 40,
})
const orderWith = (count: number) =>
  orders.chain((order) =>
    fc.tuple(
      fc.constant(order),
      fc.subarray(order),
      fc.array(fc.constantFrom(...order), { minLength: count, maxLength: count }),
    ),
  )

test('a range is exactly what stands between both ends on screen, besides what was selected before', () => {
  fc.assert(
    fc.property(orderWith(2), ([order, before, [from = '', to = '']]) => {
      const start = toggled(selected(...before.filter((key) => key !== from)), from)
      const [low = 0, high = 0] = [order.indexOf(from), order.indexOf(to)].toSorted(
        (a, b) => a - b,
      )
      const range = order.slice(low, high + 1)
      expect(keysOf(extendedTo(start, order, to))).toEqual(
        [...new Set([...before, ...range])].toSorted(),
      )
    }),
  )
})

test('the last of several ranges from one anchor counts, whatever came between', () => {
  fc.assert(
    fc.property(orderWith(6), ([order, before, [from = '', ...ends]]) => {
      const start = toggled(selected(...before), from)
      const last = ends.at(-1) ?? ''
      const many = ends.reduce((known, end) => extendedTo(known, order, end), start)
      expect(keysOf(many)).toEqual(keysOf(extendedTo(start, order, last)))
    }),
  )
})

test('a range over another order than that of its anchor follows the order on screen', () => {
  fc.assert(
    fc.property(
      orderWith(2).chain(([order, , ends]) =>
        fc.tuple(
          fc.constant(ends),
          fc.shuffledSubarray(order, { minLength: order.length, maxLength: order.length }),
        ),
      ),
      ([[from = '', to = ''], sorted]) => {
        const range = extendedTo(toggled(NOTHING_SELECTED, from), sorted, to)
        const places = [...range.keys].map((key) => sorted.indexOf(key))
        expect(Math.max(...places) - Math.min(...places) + 1).toBe(range.keys.size)
        expect(range.keys.has(from) && range.keys.has(to)).toBe(true)
      },
    ),
  )
})

test('steps of the keyboard select what they pass, and deselect it on the way back', () => {
  const order = ['a', 'b', 'c', 'd']
  const two = steppedTo(selected('d'), order, 'a', 'b')
  expect(keysOf(two)).toEqual(['a', 'b', 'd'])
  const three = steppedTo(two, order, 'b', 'c')
  expect(keysOf(three)).toEqual(['a', 'b', 'c', 'd'])
  expect(keysOf(steppedTo(three, order, 'c', 'b'))).toEqual(['a', 'b', 'd'])
  // The focus has gone elsewhere: what was selected stays, and a new range begins.
  expect(keysOf(steppedTo(two, order, 'd', 'c'))).toEqual(['a', 'b', 'c', 'd'])
})

test('a range whose anchor is not on screen is the row alone', () => {
  const hidden = toggled(NOTHING_SELECTED, 'hidden')
  expect(keysOf(extendedTo(hidden, ['a', 'b'], 'b'))).toEqual(['b', 'hidden'])
  expect(extendedTo(hidden, ['a'], 'elsewhere')).toBe(hidden)
})

test('all and none concern what is on screen only', () => {
  const all = withAll(selected('hidden'), ['a', 'b'])
  expect(keysOf(all)).toEqual(['a', 'b', 'hidden'])
  expect(shareSelected(all, ['a', 'b'])).toBe('all')
  expect(shareSelected(all, ['a', 'c'])).toBe('some')
  expect(shareSelected(all, ['c'])).toBe('none')
  expect(shareSelected(all, [])).toBe('none')
  expect(keysOf(withNone(all, ['a', 'b', 'c']))).toEqual(['hidden'])
})

test('a session that left the list is counted, and is not selected when its ID comes back', () => {
  const known = selected('a', 'b')
  expect(withoutGone(known, () => true)).toBe(known)
  const left = withoutGone(known, (key) => key === 'a')
  expect(keysOf(left)).toEqual(['a'])
  expect(left.goneCount).toBe(1)
  expect(keysOf(withoutGone(left, () => true))).toEqual(['a'])
  expect(isSelecting(withoutGone(left, () => false))).toBe(true)
  expect(isSelecting(NOTHING_SELECTED)).toBe(false)
})

test('what is acted on is every selected row once, in the order on screen', () => {
  fc.assert(
    fc.property(orderWith(0), fc.integer({ min: 0, max: 40 }), ([order, keys], shownCount) => {
      const rows = order.map((key) => ({ key }))
      const shown = rows.slice(0, shownCount).toReversed()
      const all = new Map(rows.map((row) => [row.key, row]))
      const acted = selectedRows({ keys: new Set(keys) }, shown, all)
      expect([...acted.shown, ...acted.hidden].map(({ key }) => key).toSorted()).toEqual(
        keys.toSorted(),
      )
      expect(acted.shown).toEqual(shown.filter(({ key }) => keys.includes(key)))
    }),
  )
})
