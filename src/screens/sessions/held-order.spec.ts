import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { sessionKey, toRow } from '../../sessions/fleet-model.ts'
import { accountWith } from '../../test-support/account.ts'
import { observedSession } from '../../test-support/observed-session.ts'
import { holdOrder, isSameOrder, isUnchanged, type ShownRow } from './held-order.ts'

/** The rows of a table stay under the pointer, whatever the lists say meanwhile. */

const account = accountWith()
const ref = { account, endpoint: 'https://a.test' }

/** A new object for each call, as a list with a changed session has it. */
const rowOf = (id: string) => toRow(ref, observedSession({ id }))
const live = (ids: readonly string[]): ShownRow[] =>
  ids.map((id) => ({ row: rowOf(id), standing: 'live' }))
const idsOf = (rows: readonly ShownRow[]) => rows.map(({ row }) => row.session.id)
const ids = fc.uniqueArray(fc.constantFrom<string[]>('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'), {
  maxLength: 10,
})
/** What is in the fleet, and which of it the filter asks for, in which order. */
const look = ids.chain((all) =>
  fc.record({ fleet: fc.constant(all), wanted: fc.shuffledSubarray(all) }),
)
const hold = (
  before: readonly ShownRow[],
  { fleet, wanted }: { fleet: string[]; wanted: string[] },
) => {
  const rows = new Map(live(fleet).map((shown) => [shown.row.key, shown]))
  const asked = wanted.flatMap((id) => rows.get(sessionKey(ref, id)) ?? [])
  return { rows, asked, held: holdOrder(before, asked, rows) }
}

test('through any sequence of lists, no row that is shown moves, and none is missing', () => {
  fc.assert(
    fc.property(ids, fc.array(look, { maxLength: 8 }), (first, looks) => {
      let shown = live(first)
      for (const each of looks) {
        const before = idsOf(shown)
        const { rows, asked, held } = hold(shown, each)
        expect(idsOf(held).slice(0, before.length)).toEqual(before)
        expect(new Set(idsOf(held)).size).toBe(held.length)
        expect(idsOf(held)).toEqual(expect.arrayContaining(each.wanted))
        // What came is in the order that was asked for.
        const added = idsOf(held).slice(before.length)
        expect(added).toEqual(idsOf(asked).filter((id) => added.includes(id)))
        for (const { row, standing } of held) {
          expect(standing).toBe(each.fleet.includes(row.session.id) ? 'live' : 'gone')
          if (standing === 'live') expect(row).toBe(rows.get(row.key)?.row)
        }
        shown = held
      }
    }),
  )
})

test('a table that nothing changed is as it was asked for', () => {
  fc.assert(
    fc.property(ids, (all) => {
      const { asked, held } = hold(live(all), { fleet: all, wanted: all })
      expect(isSameOrder(asked, held)).toBe(true)
    }),
  )
})

test('a moved, added, or ended row changes the order, and a longer lease alone does not', () => {
  const shown = live(['a', 'b'])
  expect(isSameOrder(shown, live(['a', 'b']))).toBe(true)
  expect(isSameOrder(shown, live(['b', 'a']))).toBe(false)
  expect(isSameOrder(shown, live(['a', 'b', 'c']))).toBe(false)
  expect(isSameOrder(shown, hold(shown, { fleet: ['a'], wanted: ['a'] }).held)).toBe(false)
})

test('what a session became changes a table, in the same order too', () => {
  const shown = live(['a', 'b'])
  expect(isUnchanged(shown, [...shown])).toBe(true)
  expect(isUnchanged(shown, live(['a', 'b']))).toBe(false)
  expect(isUnchanged(shown, shown.toReversed())).toBe(false)
  expect(isUnchanged(shown, shown.slice(1))).toBe(false)
  const [first, ...others] = shown
  if (!first) throw new Error('there are rows')
  expect(isUnchanged(shown, [{ ...first, standing: 'gone' }, ...others])).toBe(false)
})
