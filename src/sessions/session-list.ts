import { queryOptions } from '@tanstack/react-query'
import type { CallKind } from '../gate/types.ts'
import { type ReadyInterval, observeReady } from '../lease/ready-interval.ts'
import { observeServerClock, type ServerClock } from '../lease/server-clock.ts'
import { listSessionsPage, type SessionsPage } from '../service/client.ts'
import type { ResponseMeta, ServiceResult } from '../service/result.ts'
import type { Session, UnreadableSession } from '../service/session.ts'
import type { EndpointRef } from '../accounts/accounts.ts'
import { callService } from '../calls/call-service.ts'
import { ServiceFailure } from '../runtime/failure.ts'
import { leadershipStore } from '../tabs/leadership.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { keepTexts } from './list-texts.ts'
import { shareById, uniqueById } from './share-by-id.ts'
import { wakeStore } from '../tabs/page-lifecycle.ts'

/** A session with what the console has worked out about it over several polls. */
export type ObservedSession = Session & {
  /** When it became Ready, server time; null while it is not. The API never tells. */
  ready: ReadyInterval | null
}

/** What the console knows of one endpoint after a successful list. Plain JSON. */
export type SessionList = {
  sessions: readonly ObservedSession[]
  unreadable: readonly UnreadableSession[]
  /** The service's links led in a circle, so that sessions may be missing. */
  isIncomplete: boolean
  clock: ServerClock | null
  /** Local clock when the last page arrived, epoch ms. */
  receivedAtMs: number
  /** By how much this tab's clock had been set back when the list came, ms (see page-lifecycle.ts). */
  setBackMs: number
  msCv: string | null
}

/** A longer list is a loop in the service's links, not a fleet. */
const MAX_PAGES = 200

/** A page of a list and the facts about the answer that brought it. */
type ListedPage = { page: SessionsPage; meta: ResponseMeta }

/** Query key of an endpoint's list; changes when the account is edited. */
export function listKey({ account, endpoint }: EndpointRef) {
  return ['sessions', account.id, endpoint, account.apiVersion, account.accountId] as const
}

/** Adds what one observation tells to what was known of a session. */
export function observeSession(
  session: Session,
  before: ObservedSession | undefined,
  serverDateMs: number,
): ObservedSession {
  return {
    ...session,
    ready:
      session.status === 'Ready'
        ? observeReady(before?.ready ?? null, {
            elapsedMs: session.elapsedMs,
            precisionMs: session.elapsedPrecisionMs,
            serverDateMs,
          })
        : (before?.ready ?? null),
  }
}

/** Server time of an answer; the local clock stands in when there is no Date header. */
export function observedAtMs(meta: ResponseMeta): number {
  return meta.serverDateMs ?? meta.receivedAtMs
}

/** A list with what is unchanged in it replaced by what was known, and each id once. */
export function sharedList(before: SessionList | undefined, after: SessionList): SessionList {
  return {
    ...after,
    sessions: shareById(before?.sessions ?? [], uniqueById(after.sessions)),
  }
}

/**
 * A list on its way between tabs, where `setBackMs` is how much the clock was set back since it
 * came: each tab has counted from its own start.
 */
export function toldList(runtime: Runtime, list: SessionList): SessionList {
  return {
    ...list,
    setBackMs: wakeStore(runtime).getState().setBackMs - list.setBackMs,
  }
}

/**
 * Asks an endpoint for all its active sessions, page by page, each page through the gate. A link
 * that was followed already ends the list.
 * @returns the list, or the error of the first page that failed
 */
export async function loadSessions(
  runtime: Runtime,
  ref: EndpointRef,
  kind: Extract<CallKind, 'poll' | 'refresh'>,
  signal?: AbortSignal,
): Promise<ServiceResult<SessionList>> {
  // What the user asks for may leave from any tab, a poll only under the lead it was made for.
  const { isAlone, epoch } = leadershipStore(runtime).getState()
  const leaderEpoch = kind === 'poll' && !isAlone && epoch > 0 ? epoch : null
  // Taken before the first call: a clock that is set back under way makes its answers doubtful.
  const { setBackMs } = wakeStore(runtime).getState()
  const pages: ListedPage[] = []
  const followed = new Set<string>()
  let nextLink: string | null = null
  do {
    const link: string | null = nextLink
    const result: ServiceResult<SessionsPage> = await callService(runtime, ref, {
      kind,
      subject: null,
      mergeKey: link === null ? 'list' : null,
      leaderEpoch,
      payload: null,
      perform: (token, _payload, target, callSignal) =>
        listSessionsPage(target, token, link, runtime.ports, callSignal),
      signal,
    })
    if (!result.ok) return result
    pages.push({ page: result.data, meta: result.meta })
    const address = link ?? result.meta.request?.url
    if (address !== undefined) followed.add(URL.parse(address)?.href ?? address)
    nextLink = result.data.nextLink
  } while (nextLink !== null && !followed.has(nextLink) && pages.length < MAX_PAGES)

  const before = runtime.queryClient.getQueryData<SessionList>(listKey(ref))
  const { meta } = pages[pages.length - 1] ?? {}
  if (!meta) return unreachable('a list has at least one page')
  const data = toSessionList(pages, { isIncomplete: nextLink !== null, setBackMs }, before)
  keepTexts(runtime.queryClient, listKey(ref), {
    texts: pages.map(({ page }) => page.text),
    receivedAtMs: data.receivedAtMs,
  })
  return { ok: true, data, meta }
}

/**
 * The list of one endpoint. Only the fleet observes it (see fleet.tsx): a second observer
 * would bring a second timer and a second call.
 */
export function sessionListQuery(runtime: Runtime, ref: EndpointRef) {
  return queryOptions({
    queryKey: listKey(ref),
    queryFn: async ({ signal }) => {
      const result = await loadSessions(runtime, ref, 'poll', signal)
      if (result.ok) return result.data
      // A poll taken back by the user, or by a new leader, says nothing about the service.
      const known = runtime.queryClient.getQueryData<SessionList>(listKey(ref))
      if (result.error.kind === 'cancelled' && known) return known
      throw new ServiceFailure(result.error)
    },
    staleTime: Infinity,
  })
}

/** Changes one session in the known list, after an action told more than the last poll. */
export function patchListed(
  runtime: Runtime,
  ref: EndpointRef,
  id: string,
  change: (session: ObservedSession) => ObservedSession | null,
): void {
  changeList(runtime, ref, (list) => {
    const sessions = list.sessions.flatMap((session) => {
      if (session.id !== id) return [session]
      const changed = change(session)
      return changed === null ? [] : [changed]
    })
    return { ...list, sessions }
  })
}

/** Puts a session that was just created on top of the known list. */
export function addListed(runtime: Runtime, ref: EndpointRef, session: Session): void {
  changeList(runtime, ref, (list) => {
    if (list.sessions.some(({ id }) => id === session.id)) return list
    return { ...list, sessions: [{ ...session, ready: null }, ...list.sessions] }
  })
}

/** Fetches a list now, through the gate; a waiting poll is answered by the same call. */
export async function refreshList(
  runtime: Runtime,
  ref: EndpointRef,
): Promise<ServiceResult<SessionList>> {
  const result = await loadSessions(runtime, ref, 'refresh')
  if (result.ok) runtime.queryClient.setQueryData(listKey(ref), result.data)
  return result
}

function unreachable(claim: string): never {
  throw new Error(claim)
}

function toSessionList(
  pages: readonly ListedPage[],
  facts: Pick<SessionList, 'isIncomplete' | 'setBackMs'>,
  before: SessionList | undefined,
): SessionList {
  const known = new Map(before?.sessions.map((session) => [session.id, session]))
  const lastMeta = pages.at(-1)?.meta
  const clock = pages.reduce(
    (current, { meta }) =>
      meta.serverDateMs === null
        ? current
        : observeServerClock(current, { ...meta, serverDateMs: meta.serverDateMs }),
    // What was known by the clock as it was before it was set back is no measure any more.
    before?.setBackMs === facts.setBackMs ? before.clock : null,
  )
  return sharedList(before, {
    // A list that shifts between two calls names a session on both pages: the later one counts.
    sessions: pages.flatMap(({ page, meta }) =>
      page.sessions.map((session) =>
        observeSession(session, known.get(session.id), observedAtMs(meta)),
      ),
    ),
    unreadable: unreadableOf(pages),
    ...facts,
    clock,
    receivedAtMs: lastMeta?.receivedAtMs ?? 0,
    msCv: lastMeta?.msCv ?? null,
  })
}

/** The records of all pages that could not be read, numbered over the whole list. */
function unreadableOf(pages: readonly ListedPage[]): UnreadableSession[] {
  let from = 0
  return pages.flatMap(({ page: { sessions, unreadable } }) => {
    const first = from
    from += sessions.length + unreadable.length
    return unreadable.map((record) => ({ ...record, index: first + record.index }))
  })
}

/** The list stays as old as it was, so that the next poll comes when it is due. */
function changeList(
  runtime: Runtime,
  ref: EndpointRef,
  change: (list: SessionList) => SessionList,
): void {
  const updatedAt = runtime.queryClient.getQueryState(listKey(ref))?.dataUpdatedAt
  runtime.queryClient.setQueryData<SessionList>(
    listKey(ref),
    (list) => (list ? change(list) : list),
    updatedAt === undefined ? {} : { updatedAt },
  )
}
