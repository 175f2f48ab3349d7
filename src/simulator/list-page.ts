import type { SessionRecord } from './record.ts'

const TOKEN = 'continuationToken'

/** Pages of a paged list: enough to need two more calls, however long the list. */
const PAGES = 3

/** What a list call asks for. */
export type ListQuery = {
  /** All sessions of the endpoint, in an order that stays. */
  sessions: readonly SessionRecord[]
  isListed: (record: SessionRecord) => boolean
  isPaged: boolean
  /** The call's own address, which a next link extends. */
  url: URL
}

/**
 * One page of a list. A page begins after the last session of the page before, by position
 * among all sessions, so that one which ends in between moves no other.
 * @returns the page and the address of the next (null: the last); null for a token that is none
 */
export const listPage = ({
  sessions,
  isListed,
  isPaged,
  url,
}: ListQuery): { sessions: SessionRecord[]; nextLink: string | null } | null => {
  const token = url.searchParams.get(TOKEN)
  const [from, size] = (token ?? '0-0').split('-').map(Number)
  if (from === undefined || size === undefined || !Number.isInteger(from + size)) return null
  const listed = sessions
    .map((record, place) => ({ record, place }))
    .filter(({ record }) => isListed(record))
  const rest = listed.filter(({ place }) => place >= from)
  const perPage = token === null ? Math.ceil(listed.length / PAGES) : size
  const page = isPaged || token !== null ? rest.slice(0, Math.max(perPage, 1)) : rest
  const following = rest[page.length]
  let nextLink: string | null = null
  if (following) {
    const next = new URL(url)
    next.searchParams.set(TOKEN, `${following.place}-${perPage}`)
    nextLink = next.href
  }
  return { sessions: page.map(({ record }) => record), nextLink }
}
