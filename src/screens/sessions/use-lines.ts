import { useMemo } from 'react'
import { useRowWindow } from '../../ui/row-window.ts'
import { useAfterList } from '../shell/list-first.tsx'
import { useRowHeightPx } from './row-height.ts'
import { isGroup, type TableItem } from './table-items.ts'

const CARD_PX = 116

/** Height of the head of a group of cards, px. Between rows it is as high as a row. */
const CARDS_HEAD_PX = 40

/** Where the lines of a table are, px, and which of them are in the document. */
export type Lines = {
  /** Height of a session's line. */
  rowPx: number
  totalPx: number
  topPxOf: (index: number) => number
  heightPxOf: (item: TableItem) => number
  indexes: readonly number[]
}

/** Lays out the lines of the table. @param isNarrow they are cards */
export function useLines(
  scroller: HTMLElement | null,
  items: readonly TableItem[],
  isNarrow: boolean,
): Lines {
  const parts = useAfterList()
  const linePx = useRowHeightPx()
  const rowPx = isNarrow ? CARD_PX : linePx
  const first = items[0]
  const isUneven = isNarrow && first !== undefined && isGroup(first)
  const cards = useMemo(
    () =>
      isUneven && parts
        ? parts.layOutCards(items, { cardPx: CARD_PX, headPx: CARDS_HEAD_PX })
        : null,
    [parts, items, isUneven],
  )
  const topPxOf = (index: number) => cards?.tops[index] ?? index * rowPx
  const heightPxOf = (item: TableItem) => (cards && isGroup(item) ? CARDS_HEAD_PX : rowPx)
  const last = items.at(-1)
  return {
    rowPx,
    totalPx: last ? topPxOf(items.length - 1) + heightPxOf(last) : 0,
    topPxOf,
    heightPxOf,
    indexes: useRowWindow(scroller, items.length, rowPx, cards?.windowOf),
  }
}
