import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toRow } from '../../sessions/fleet-model.ts'
import { accountWith } from '../../test-support/account.ts'
import { observedSession } from '../../test-support/observed-session.ts'
import { groupName, groupRows, ownerPrefix, tableItems } from './groups.ts'
import { holdOrder, isSameOrder, NEW_GROUP, type ShownRow } from './held-order.ts'
import { isGroup, keyOfItem } from './table-items.ts'
import { GROUP_KEYS } from './table-model.ts'

const ref = { account: accountWith({ name: 'Studio' }), endpoint: 'https://a.test' }
const shownAs = (id: string, status = 'Ready'): ShownRow => ({
  row: toRow(ref, observedSession({ id, status })),
  standing: 'live',
})
const idOf = ({ row }: ShownRow) => row.session.id
const byKey = (rows: readonly ShownRow[]) =>
  new Map(rows.map((shown) => [shown.row.key, shown]))
const heads = (rows: readonly ShownRow[], collapsed: string[] = []) =>
  tableItems(rows, new Set(collapsed))
    .filter(isGroup)
    .map(({ groupId, count }) => `${groupName(groupId)} ${count}`)

const fleets = fc
  .uniqueArray(
    fc.record({
      id: fc.stringMatching(/^[ab]{1,2}(-[0-9]{1,3})?$/),
      status: fc.constantFrom('Ready', 'Starting', 'Hibernating'),
    }),
    { selector: ({ id }) => id, maxLength: 30 },
  )
  .map((fleet) => fleet.map(({ id, status }) => shownAs(id, status)))

describe('grouping', () => {
  test('shows every row once, in its order within its group, and each group once', () => {
    fc.assert(
      fc.property(fleets, fc.constantFrom(...GROUP_KEYS), (rows, by) => {
        const grouped = groupRows(rows, by)
        expect(grouped.map(idOf).toSorted()).toEqual(rows.map(idOf).toSorted())
        for (const group of new Set(grouped.map((shown) => shown.group))) {
          const members = grouped.filter((shown) => shown.group === group).map(idOf)
          expect(members).toEqual(rows.map(idOf).filter((id) => members.includes(id)))
        }
        const keys = tableItems(grouped, new Set()).map(keyOfItem)
        expect(new Set(keys).size).toBe(keys.length)
      }),
    )
  })

  test('names the groups in alphabetical order, with their counts, collapsed or not', () => {
    const rows = ['fair-1', 'anna-debug', 'fair-2', 'solo'].map((id) => shownAs(id))
    const grouped = groupRows(rows, 'owner')
    expect(heads(grouped)).toEqual(['anna 1', 'fair 2', 'solo 1'])
    expect(heads(grouped, ['owner:fair'])).toEqual(['anna 1', 'fair 2', 'solo 1'])
    expect(tableItems(grouped, new Set(['owner:fair'])).map(keyOfItem)).toHaveLength(5)
    expect(heads(groupRows(rows, 'account'))).toEqual(['Studio 4'])
  })

  test('takes the part of an ID before its first dash for its owner', () => {
    expect(['anna-debug-2', 'solo', '-x', ''].map(ownerPrefix)).toEqual([
      'anna',
      'solo',
      '',
      '',
    ])
  })
})

describe('a held order', () => {
  test('keeps each row in its group, whatever became of it, and new rows in one at the end', () => {
    const before = groupRows([shownAs('a'), shownAs('b', 'Starting'), shownAs('c')], 'status')
    const now = groupRows([shownAs('a'), shownAs('b', 'Ready'), shownAs('d')], 'status')
    const held = holdOrder(before, now, byKey(now))
    expect(held.map(idOf)).toEqual(['a', 'c', 'b', 'd'])
    expect(heads(held)).toEqual(['Ready 2', 'Starting 1', 'New 1'])
    expect(held[1]?.standing).toBe('gone')
    expect(held.at(-1)?.group).toBe(NEW_GROUP)
    expect(isSameOrder(held, now)).toBe(false)
  })

  test('changes nothing while nothing changes', () => {
    fc.assert(
      fc.property(fleets, fc.constantFrom(...GROUP_KEYS), (rows, by) => {
        const grouped = groupRows(rows, by)
        expect(holdOrder(grouped, grouped, byKey(rows))).toEqual(grouped)
      }),
    )
  })
})
