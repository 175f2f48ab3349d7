import type { SessionRecord } from './record.ts'
import type { ScenarioName } from './scenarios.ts'

const TOKEN = 'continuationToken'

/** Pages of a paged list: enough to need two more calls, however long the list. */
const PAGES = 3

/**
 * `overlapping`: each page begins with the last session of the page before; `looped`: the last
 * page leads to itself.
 */
export type Paging = 'none' | 'pages' | 'overlapping' | 'looped'

const pagings: Partial<Record<ScenarioName, Paging>> = {
  paged: 'pages',
  'overlapping-pages': 'overlapping',
  'looped-link': 'looped',
}

/** The paging of a scenario. */
export function pagingOf(scenario: ScenarioName): Paging {
  return pagings[scenario] ?? 'none'
}

/** The parameters of a list call. */
export type ListQuery = {
  /** All sessions of the endpoint, in a stable order. */
  sessions: readonly SessionRecord[]
  isListed: (record: SessionRecord) => boolean
  /** Whether the list is whole, paged, or paged as a faulty service does it. */
  paging: Paging
  /** The call's own address, which a next link extends. */
  url: URL
}

/**
 * One page of a list. A page begins after the last session of the page before, by position
 * among all sessions, so that a session that ends in between moves no other.
 * @returns the page and the address of the next one (null: the last); null for an invalid token
 */
export function listPage({
  sessions,
  isListed,
  paging,
  url,
}: ListQuery): { sessions: SessionRecord[]; nextLink: string | null } | null {
  const token = url.searchParams.get(TOKEN)
  const [from, size] = (token ?? '0-0').split('-').map(Number)
  if (from === undefined || size === undefined || !Number.isInteger(from + size)) return null
  const listed = sessions
    .map((record, place) => ({ record, place }))
    .filter(({ record }) => isListed(record))
  const rest = listed.filter(({ place }) => place >= from)
  const perPage = token === null ? Math.ceil(listed.length / PAGES) : size
  const page = paging !== 'none' || token !== null ? rest.slice(0, Math.max(perPage, 1)) : rest
  const following = rest[page.length]?.place
  // A page of one would overlap with itself forever.
  const overlapped = page.length > 1 ? page.at(-1)?.place : following
  const nextPlace =
    following === undefined
      ? paging === 'looped'
        ? page[0]?.place
        : undefined
      : paging === 'overlapping'
        ? overlapped
        : following
  let nextLink: string | null = null
  if (nextPlace !== undefined) {
    const next = new URL(url)
    next.searchParams.set(TOKEN, `${nextPlace}-${perPage}`)
    nextLink = next.href
  }
  return { sessions: page.map(({ record }) => record), nextLink }
}
