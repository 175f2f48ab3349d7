import { useEffect, useEffectEvent, useMemo, useState } from 'react'
import { useLocation, useNavigate, useNavigationType } from 'react-router'
import {
  mergeTableQueries,
  readTableQuery,
  type TableQuery,
  writeTableQuery,
} from './table-model.ts'

/** The history state by which the hook recognizes its own changes of the address. */
type LocalAction = { change: number }

/** Typing is written to the address after this pause, because browsers limit such changes, ms. */
const WRITE_AFTER_MS = 250

/** Changes the query. @param when `soon`: the address may follow later, for what is typed */
export type SetTableQuery = (change: Partial<TableQuery>, when?: 'now' | 'soon') => void

/**
 * The filter and order of the table. A change applies at once, and the address follows when the
 * page has time, because the router renders a new address as a transition: a field that took its
 * value from the address would revert while the page is busy, and lose what was typed.
 *
 * Any other change of the address, such as Back, replaces what was typed. A link that was drawn
 * before the address followed still has the old query, and what was typed stays.
 * @returns the query, how to change it, and a function that brings the address up to date
 */
export function useTableQuery(): [TableQuery, SetTableQuery, () => void] {
  const navigate = useNavigate()
  const location = useLocation()
  const params = useMemo(() => new URLSearchParams(location.search), [location.search])
  const { key } = location
  const isBack = useNavigationType() === 'POP'
  const [known, setKnown] = useState({
    key,
    /** The number of the last change made by this hook. */
    change: 0,
    /** The query of the address on screen. */
    base: params.toString(),
    /** The query that the address doesn't show yet; null when it is up to date. */
    ahead: null as string | null,
    /** When the address is to follow, ms from now; null when it was told to. */
    writeAfterMs: null as number | null,
  })
  if (key !== known.key) {
    const change = isBack ? null : changeOf(location.state as unknown)
    const arrived = { ...known, key, base: params.toString() }
    if (change !== null && change < known.change) setKnown(arrived)
    else {
      const ahead = change === null && !isBack ? keptAhead(known, params) : null
      setKnown({ ...arrived, ahead, writeAfterMs: ahead === null ? null : 0 })
    }
  }
  const current = known.ahead === null ? params : new URLSearchParams(known.ahead)
  const query = readTableQuery(current)

  const { ahead, writeAfterMs } = known
  const write = (search: string, change: number) => {
    setKnown({ ...known, change, ahead: search, writeAfterMs: null })
    const state = { change } satisfies LocalAction
    void navigate({ pathname: location.pathname, search }, { replace: true, state })
  }
  const flush = () => {
    if (ahead !== null && writeAfterMs !== null) write(ahead, known.change)
  }
  const onTime = useEffectEvent(flush)
  // Again at each address: written from an earlier one, the query would lead back there.
  useEffect(() => {
    if (ahead === null || writeAfterMs === null) return
    const timer = setTimeout(() => onTime(), writeAfterMs)
    return () => clearTimeout(timer)
  }, [key, ahead, writeAfterMs])

  const setQuery: SetTableQuery = (change, when = 'now') => {
    const search = writeTableQuery(current, {
      ...query,
      // What was known when a view was saved says nothing about another filter.
      ...('text' in change && { knownStatuses: null }),
      ...change,
    }).toString()
    const number = known.change + 1
    if (when === 'now') write(search, number)
    else setKnown({ ...known, change: number, ahead: search, writeAfterMs: WRITE_AFTER_MS })
  }
  return [query, setQuery, flush]
}

/** Returns what of the local query survives a link that was drawn before it; null for nothing. */
function keptAhead(
  { base, ahead }: { base: string; ahead: string | null },
  params: URLSearchParams,
): string | null {
  if (ahead === null) return null
  const merged = mergeTableQueries(params, {
    base: new URLSearchParams(base),
    local: new URLSearchParams(ahead),
  }).toString()
  return merged === params.toString() ? null : merged
}

function changeOf(state: unknown): number | null {
  return typeof state === 'object' && state !== null && 'change' in state
    ? (state as LocalAction).change
    : null
}
