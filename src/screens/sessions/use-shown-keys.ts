import { useMemo } from 'react'
import type { ShownRow } from './held-order.ts'

/** The keys of the sessions on screen that can be selected, in their order: those in the list. */
export function useShownKeys(rows: readonly ShownRow[]): readonly string[] {
  return useMemo(
    () => rows.flatMap(({ row, standing }) => (standing === 'live' ? row.key : [])),
    [rows],
  )
}
