import type { FleetRow } from '../../sessions/fleet-model.ts'
import { formatEndpointAccount } from './row-text.ts'

/** Columns one can sort by, in the order they stand. */
export const SORT_KEYS = [
  'status',
  'id',
  'size',
  'place',
  'elapsed',
  'lease',
  'left',
  'host',
] as const

export type SortKey = (typeof SORT_KEYS)[number]

export type Sort = { by: SortKey; descending: boolean }

/** What ends first stands first: the question an operator opens the console with. */
const DEFAULT_SORT: Sort = { by: 'left', descending: false }

/** Figures of the strip, each of which filters the table. */
const FIGURES = ['ready', 'starting', 'ending'] as const

export type Figure = (typeof FIGURES)[number]

/** What the URL says about the table. */
export type TableQuery = {
  text: string
  figure: Figure | null
  sort: Sort
  /** Bars over time instead of the table. */
  isTimeline: boolean
}

/** Reads the table's part of the URL; anything unknown falls back to the default. */
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

/** The URL for a table query: the default leaves no trace, other parameters stay. */
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

/** How a row answers to a figure; `endsSoon` is worked out by the caller, who has the clock. */
export function matchesFigure(
  row: FleetRow,
  figure: Figure | null,
  endsSoon: (row: FleetRow) => boolean,
): boolean {
  switch (figure) {
    case null:
      return true
    case 'ready':
      return row.session.status === 'Ready'
    case 'starting':
      return row.session.status === 'Starting'
    case 'ending':
      return endsSoon(row)
  }
}

const haystack = new WeakMap<FleetRow, string>()

/** Rows in which every word of the text occurs somewhere. */
export function filterRows(rows: readonly FleetRow[], text: string): readonly FleetRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return rows
  return rows.filter((row) => words.every((word) => searchText(row).includes(word)))
}

type SortValue = string | number

const collator = new Intl.Collator(undefined, { numeric: true })

/** Rows in the asked-for order; equals keep their id order, so that nothing jumps on a poll. */
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
      // The end of a session that is not Ready is open: after all that are counting.
      return session.ready ? session.ready.earliestMs + session.leaseMs : Infinity
    case 'host':
      return session.hostname ?? ''
  }
}
