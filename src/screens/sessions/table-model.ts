import { mayRun } from '../../lease/session-rules.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
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

/** The figures above the table, each of which filters it. */
const FIGURES = ['ready', 'starting', 'ending'] as const

export type Figure = (typeof FIGURES)[number]

/** The part of the URL that describes the table. */
export type TableQuery = {
  text: string
  figure: Figure | null
  sort: Sort
  /** The timeline is shown instead of the table. */
  isTimeline: boolean
}

/** Reads the table's part of the URL. Unknown values fall back to the default. */
export function readTableQuery(params: URLSearchParams): TableQuery {
  const [by, direction] = (params.get('sort') ?? '').split('.')
  const key = SORT_KEYS.find((known) => known === by)
  return {
    text: params.get('q') ?? '',
    figure: FIGURES.find((known) => known === params.get('show')) ?? null,
    sort: key ? { by: key, descending: direction === 'desc' } : DEFAULT_SORT,
    isTimeline: params.get('view') === 'timeline',
  }
}

/** Returns the URL parameters of a table query. Defaults are omitted; other parameters stay. */
export function writeTableQuery(
  params: URLSearchParams,
  { text, figure, sort, isTimeline }: TableQuery,
): URLSearchParams {
  const next = new URLSearchParams(params)
  const set = (name: string, value: string | null) =>
    value === null || value === '' ? next.delete(name) : next.set(name, value)
  set('q', text)
  set('show', figure)
  set('view', isTimeline ? 'timeline' : null)
  const isDefault = sort.by === DEFAULT_SORT.by && sort.descending === DEFAULT_SORT.descending
  set('sort', isDefault ? null : `${sort.by}${sort.descending ? '.desc' : ''}`)
  return next
}

/** The parameters of a table query. */
const PARAMETERS = ['q', 'show', 'sort', 'view']

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

/** Whether a row counts toward a figure. The caller has the clock, so it passes `endsSoon`. */
export function matchesFigure(
  row: FleetRow,
  figure: Figure | null,
  endsSoon: (row: FleetRow) => boolean,
): boolean {
  switch (figure) {
    case null:
      return true
    case 'ready':
      return mayRun(row.session.status)
    case 'starting':
      return row.session.status === 'Starting'
    case 'ending':
      return endsSoon(row)
  }
}

const haystack = new WeakMap<FleetRow, string>()

/** Returns the rows that contain every word of the text. */
export function filterRows(rows: readonly FleetRow[], text: string): readonly FleetRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return rows
  return rows.filter((row) => words.every((word) => searchText(row).includes(word)))
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

function searchText(row: FleetRow): string {
  const known = haystack.get(row)
  if (known !== undefined) return known
  const { session } = row
  const text = [
    session.id,
    session.status,
    session.size,
    formatEndpointAccount(row),
    session.hostname ?? '',
  ]
    .join('\n')
    .toLowerCase()
  haystack.set(row, text)
  return text
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
