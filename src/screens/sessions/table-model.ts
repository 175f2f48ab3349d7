import type { FleetRow } from '../../sessions/fleet-model.ts'
import { leftMsOf } from '../../sessions/time-left.ts'
import { type Figure, FIGURES, withFigure } from './filter/filter-tokens.ts'
import { formatEndpointAccount } from './row-text.ts'

/** The sortable columns, in their order on screen. */
export const SORT_KEYS = [
  'status',
  'id',
  'left',
  'size',
  'place',
  'elapsed',
  'lease',
  'host',
] as const

export type SortKey = (typeof SORT_KEYS)[number]

export type Sort = { by: SortKey; descending: boolean }

/** Sessions that end first come first, because that is what operators look for. */
const DEFAULT_SORT: Sort = { by: 'left', descending: false }

/** The parameter of {@link TableQuery.knownStatuses}. */
export const KNOWN_PARAMETER = 'known'

/** The time of the figure that shows what ends soon, the same as in its part of the filter. */
const ENDING_WITHIN_MS = 10 * 60_000

/** What the rows of the table can be grouped by. */
export const GROUP_KEYS = ['account', 'region', 'status', 'owner'] as const

export type GroupKey = (typeof GROUP_KEYS)[number]

/** The part of the URL that describes the table. */
export type TableQuery = {
  /** The filter, see filter/parse-filter.ts. */
  text: string
  /**
   * For a saved view, the statuses besides those of the API that were known when it was saved. Its
   * filter hides no newer one. null for a filter that is none.
   */
  knownStatuses: string | null
  sort: Sort
  /** null: no groups. */
  group: GroupKey | null
  /** The timeline is shown instead of the table. */
  isTimeline: boolean
}

/** Reads the table's part of the URL. Unknown values fall back to the default. */
export function readTableQuery(params: URLSearchParams): TableQuery {
  const [by, direction] = (params.get('sort') ?? '').split('.')
  const key = SORT_KEYS.find((known) => known === by)
  const text = params.get('q') ?? ''
  // Links of earlier versions have the figure apart from the text.
  const figure = FIGURES.find((known) => known === params.get('show'))
  return {
    text: figure ? withFigure(text, figure) : text,
    knownStatuses: params.get(KNOWN_PARAMETER),
    sort: key ? { by: key, descending: direction === 'desc' } : DEFAULT_SORT,
    group: GROUP_KEYS.find((known) => known === params.get('group')) ?? null,
    isTimeline: params.get('view') === 'timeline',
  }
}

/** Returns the URL parameters of a table query. Defaults are omitted; other parameters stay. */
export function writeTableQuery(
  params: URLSearchParams,
  { text, knownStatuses, sort, group, isTimeline }: TableQuery,
): URLSearchParams {
  const next = new URLSearchParams(params)
  const set = (name: string, value: string | null) =>
    value === null || value === '' ? next.delete(name) : next.set(name, value)
  set('q', text)
  next.delete('show')
  set('group', group)
  if (knownStatuses === null) next.delete(KNOWN_PARAMETER)
  else next.set(KNOWN_PARAMETER, knownStatuses)
  set('view', isTimeline ? 'timeline' : null)
  const isDefault = sort.by === DEFAULT_SORT.by && sort.descending === DEFAULT_SORT.descending
  set('sort', isDefault ? null : `${sort.by}${sort.descending ? '.desc' : ''}`)
  return next
}

/** The parameters of a table query. */
export const PARAMETERS = ['q', 'show', 'sort', 'group', 'view', KNOWN_PARAMETER]

/**
 * Returns the address of a link with the local changes that it doesn't know: a parameter that the
 * link only repeats gets its local value.
 * @param known `base`: the query when the link was drawn; `local`: with the changes made since
 */
export function mergeTableQueries(
  linked: URLSearchParams,
  { base, local }: { base: URLSearchParams; local: URLSearchParams },
): URLSearchParams {
  const merged = new URLSearchParams(linked)
  for (const name of PARAMETERS) {
    if (linked.get(name) !== base.get(name)) continue
    const value = local.get(name)
    if (value === null) merged.delete(name)
    else merged.set(name, value)
  }
  return merged
}

/** Returns how many rows each figure shows. @param serverNowMsOf see useServerNowOf */
export function countFigures(
  rows: readonly FleetRow[],
  serverNowMsOf: (row: FleetRow) => number,
): Record<Figure, number> {
  const counts = { ready: 0, starting: 0, ending: 0 }
  for (const row of rows) {
    const { status } = row.session
    if (status === 'Ready') counts.ready += 1
    if (status === 'Starting') counts.starting += 1
    if ((leftMsOf(row, serverNowMsOf(row)) ?? Infinity) < ENDING_WITHIN_MS) counts.ending += 1
  }
  return counts
}

type SortValue = string | number

const collator = new Intl.Collator(undefined, { numeric: true })

/** Sorts rows. Equal rows are in order of their keys, so that none moves on a poll. */
export function sortRows(rows: readonly FleetRow[], { by, descending }: Sort): FleetRow[] {
  const direction = descending ? -1 : 1
  return rows
    .map((row) => ({ row, value: sortValue(row, by) }))
    .sort((a, b) => {
      const order =
        typeof a.value === 'number' && typeof b.value === 'number'
          ? a.value === b.value
            ? 0
            : a.value - b.value
          : collator.compare(String(a.value), String(b.value))
      return order === 0 ? collator.compare(a.row.key, b.row.key) : order * direction
    })
    .map(({ row }) => row)
}

function sortValue(row: FleetRow, by: SortKey): SortValue {
  const { session } = row
  switch (by) {
    case 'status':
      return session.status
    case 'id':
      return session.id
    case 'size':
      return session.size
    case 'place':
      return formatEndpointAccount(row)
    case 'elapsed':
      return session.elapsedMs
    case 'lease':
      return session.leaseMs
    case 'left':
      // The end of a session that isn't Ready is unknown, so it comes after all countdowns.
      return session.ready ? session.ready.earliestMs + session.leaseMs : Infinity
    case 'host':
      return session.hostname ?? ''
  }
}
