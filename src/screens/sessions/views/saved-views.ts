import { KNOWN_STATUSES } from '../../../service/session.ts'
import { MAX_VIEWS, type SavedView } from '../../../runtime/preferences.ts'
import type { FleetRow } from '../../../sessions/fleet-model.ts'
import { KNOWN_PARAMETER, PARAMETERS } from '../table-model.ts'
import { parseFilter } from '../filter/parse-filter.ts'

/** Views that the user saved: a name for the filter and order of an address. Pure. */

/**
 * Returns the part of an address that describes the table, to save it. A filter by status also
 * says which other statuses there were, so that one nobody knew isn't hidden later.
 * @param rows the sessions that are listed now
 */
export function queryToSave(address: URLSearchParams, rows: readonly FleetRow[]): string {
  const saved = new URLSearchParams()
  for (const name of PARAMETERS) {
    const value = address.get(name)
    if (value !== null && name !== KNOWN_PARAMETER) saved.set(name, value)
  }
  const named = statusesIn(saved.get('q') ?? '')
  if (named.length > 0) {
    const known = new Set([
      ...named,
      ...rows.map(({ session }) => session.status.toLowerCase()),
    ])
    for (const status of KNOWN_STATUSES) known.delete(status.toLowerCase())
    saved.set(KNOWN_PARAMETER, [...known].toSorted().join(','))
  }
  return saved.toString()
}

/** Whether an address shows a view. @param search of the address, which may say more */
export function isShowing(view: SavedView, address: URLSearchParams): boolean {
  const query = new URLSearchParams(view.query)
  return PARAMETERS.every((name) => query.get(name) === address.get(name))
}

/** Returns the views with one more, or with a new query for its name. Its place stays. */
export function withView(views: readonly SavedView[], view: SavedView): SavedView[] {
  const at = viewNamed(views, view.name)
  return at === -1 ? [...views, view].slice(0, MAX_VIEWS) : views.with(at, view)
}

/** Returns the place of the view of a name, whatever its case; -1 when there is none. */
export function viewNamed(views: readonly SavedView[], name: string): number {
  return views.findIndex((view) => view.name.toLowerCase() === name.trim().toLowerCase())
}

/** Returns the views with one at another place. */
export function movedView(views: readonly SavedView[], from: number, to: number): SavedView[] {
  const moved = views[from]
  if (!moved || !(to in views)) return [...views]
  return views.toSpliced(from, 1).toSpliced(to, 0, moved)
}

function statusesIn(text: string): string[] {
  return parseFilter(text).flatMap((part) =>
    part.kind === 'condition' && part.term.kind === 'values' && part.term.key === 'status'
      ? part.term.values.map((value) => value.toLowerCase())
      : [],
  )
}
