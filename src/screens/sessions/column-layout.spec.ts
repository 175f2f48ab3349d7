import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  CARD_BELOW_PX,
  columnRoomPx,
  columnWidthsPx,
  inOrder,
  shownColumns,
} from './column-layout.ts'
import { resized, widthRange } from './column-resize.ts'
import { COLUMNS } from './columns.tsx'

const ids = COLUMNS.map(({ id }) => id)
const sumOf = (widths: readonly number[]) => widths.reduce((sum, width) => sum + width, 0)
const none = { columnOrder: [], hiddenColumns: [] }
const idsAt = (tablePx: number) => shownColumns(COLUMNS, none, tablePx).map(({ id }) => id)

const tables = fc.integer({ min: CARD_BELOW_PX, max: 3000 })
const choices = fc.record({
  columnOrder: fc.shuffledSubarray([...ids, 'unknown']),
  hiddenColumns: fc.subarray([...ids, 'unknown']),
})
const sizes = fc.dictionary(fc.constantFrom(...ids), fc.integer({ min: 40, max: 4000 }))

describe('by default', () => {
  test('the host name is cut first, then the elapsed time and the lease, then the size', () => {
    expect(idsAt(1400)).toEqual(ids)
    expect(idsAt(1399)).toEqual(ids.filter((id) => id !== 'host'))
    expect(idsAt(1270)).toEqual(ids.slice(0, -1))
    expect(idsAt(1269)).toEqual(['status', 'id', 'left', 'size', 'place'])
    expect(idsAt(989)).toEqual(['status', 'id', 'left', 'place'])
    expect(idsAt(CARD_BELOW_PX)).toEqual(['status', 'id', 'left', 'place'])
  })

  test('no column is narrower than usual where a column is not cut yet', () => {
    for (const tablePx of [1400, 1272])
      expect(
        columnWidthsPx(shownColumns(COLUMNS, none, tablePx), {}, tablePx).every(
          (width, at) => width >= (COLUMNS[at]?.widthsPx[1] ?? 0),
        ),
      ).toBe(true)
  })
})

test('the status, the ID, and the time left are shown whatever was chosen, and no column twice', () => {
  fc.assert(
    fc.property(choices, tables, (chosen, tablePx) => {
      const shown = shownColumns(COLUMNS, chosen, tablePx).map(({ id }) => id)
      expect(shown).toEqual(expect.arrayContaining(['status', 'id', 'left']))
      expect(new Set(shown).size).toBe(shown.length)
      const isAccountHidden = chosen.hiddenColumns.includes('place')
      expect(shown.includes('place')).toBe(!isAccountHidden)
    }),
  )
})

test('the columns fit into the table, each at least at its smallest width, whatever was chosen', () => {
  fc.assert(
    fc.property(choices, tables, sizes, (chosen, tablePx, sized) => {
      const shown = shownColumns(COLUMNS, chosen, tablePx)
      const widths = columnWidthsPx(shown, sized, tablePx)
      expect(sumOf(widths)).toBeLessThanOrEqual(columnRoomPx(shown.length, tablePx))
      for (const [at, { widthsPx }] of shown.entries())
        expect(widths[at]).toBeGreaterThanOrEqual(widthsPx[0])
    }),
    // What the table is too narrow for makes no room when it is hidden.
    {
      examples: [
        [{ columnOrder: [], hiddenColumns: ['elapsed', 'lease', 'host'] }, CARD_BELOW_PX, {}],
      ],
    },
  )
})

test('a column that the user has not ordered follows the one before it', () => {
  expect(inOrder(COLUMNS, [])).toEqual(COLUMNS)
  expect(inOrder(COLUMNS, ['host', 'id']).map(({ id }) => id)).toEqual([
    'status',
    'host',
    'id',
    'left',
    'size',
    'place',
    'elapsed',
    'lease',
  ])
})

describe('a column that is sized', () => {
  const places = fc.tuple(choices, tables).chain(([chosen, tablePx]) => {
    const columns = shownColumns(COLUMNS, chosen, tablePx)
    return fc.record({
      columns: fc.constant(columns),
      tablePx: fc.constant(tablePx),
      at: fc.nat(columns.length - 1),
    })
  })

  test('gets exactly the width of the hand within its range, and those before it keep theirs', () => {
    fc.assert(
      fc.property(places, fc.nat(2000), fc.nat(2000), (place, first, second) => {
        const { columns, at, tablePx } = place
        // As after an earlier drag.
        const sized = resized({ ...place, at: 0 }, {}, first)
        const { min, now, max } = widthRange(place, sized)
        const before = columnWidthsPx(columns, sized, tablePx)
        expect(now).toBe(before[at])
        const after = columnWidthsPx(columns, resized(place, sized, second), tablePx)
        expect(after.slice(0, at)).toEqual(before.slice(0, at))
        expect(after[at]).toBe(Math.min(max, Math.max(min, second)))
      }),
    )
  })

  test('gets its width by default back, and the others keep theirs', () => {
    fc.assert(
      fc.property(places, sizes, (place, sized) => {
        const id = place.columns[place.at]?.id ?? ''
        const { [id]: _, ...others } = sized
        expect(resized(place, sized, null)).toEqual(others)
      }),
    )
  })
})
