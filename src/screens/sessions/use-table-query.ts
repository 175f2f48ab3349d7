import { useState } from 'react'
import { useLocation, useNavigationType, useSearchParams } from 'react-router'
import { readTableQuery, type TableQuery, writeTableQuery } from './table-model.ts'

/** What this hook leaves in the history beside the address, to know its own changes by. */
type LocalAction = { change: number }

/**
 * What filters and orders the table. A change counts at once; the address follows when the page
 * has time, because the router draws a new address as a transition: a field that took its value
 * from there would fall back to an earlier one while the page is busy, and lose what was typed.
 * A change of the address by anything else, such as Back, wins over what was typed.
 */
export function useTableQuery(): [TableQuery, (change: Partial<TableQuery>) => void] {
  const [params, setParams] = useSearchParams()
  const location = useLocation()
  const { key } = location
  const isBack = useNavigationType() === 'POP'
  const [known, setKnown] = useState({
    key,
    /** The number of the last change that was made here. */
    change: 0,
    /** The query that the address does not show yet; null: it shows the latest. */
    ahead: null as string | null,
  })
  if (key !== known.key) {
    const change = isBack ? null : changeOf(location.state as unknown)
    const isUnderWay = change !== null && change < known.change
    setKnown({ ...known, key, ahead: isUnderWay ? known.ahead : null })
  }
  const current = known.ahead === null ? params : new URLSearchParams(known.ahead)
  const query = readTableQuery(current)

  const setQuery = (change: Partial<TableQuery>) => {
    const next = writeTableQuery(current, { ...query, ...change })
    const number = known.change + 1
    setKnown({ key: known.key, change: number, ahead: next.toString() })
    setParams(next, { replace: true, state: { change: number } satisfies LocalAction })
  }
  return [query, setQuery]
}

function changeOf(state: unknown): number | null {
  return typeof state === 'object' && state !== null && 'change' in state
    ? (state as LocalAction).change
    : null
}
