import { useState } from 'react'
import { useLocation, useNavigationType, useSearchParams } from 'react-router'
import { readTableQuery, type TableQuery, writeTableQuery } from './table-model.ts'

/** The history state by which the hook recognizes its own changes of the address. */
type LocalAction = { change: number }

/**
 * The filter and order of the table. A change applies at once, and the address follows when the
 * page has time, because the router renders a new address as a transition: a field that took its
 * value from the address would revert while the page is busy, and lose what was typed. Any other
 * change of the address, such as Back, replaces what was typed.
 */
export function useTableQuery(): [TableQuery, (change: Partial<TableQuery>) => void] {
  const [params, setParams] = useSearchParams()
  const location = useLocation()
  const { key } = location
  const isBack = useNavigationType() === 'POP'
  const [known, setKnown] = useState({
    key,
    /** The number of the last change made by this hook. */
    change: 0,
    /** The query that the address doesn't show yet; null when it is up to date. */
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
