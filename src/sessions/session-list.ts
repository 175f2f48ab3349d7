import { queryOptions } from '@tanstack/react-query'
import type { CallKind } from '../gate/types.ts'
import { type ReadyInterval, observeReady, narrowReady } from '../lease/ready-interval.ts'
import { mayRun } from '../lease/session-rules.ts'
import { observeServerClock, type ServerClock } from '../lease/server-clock.ts'
import { listSessionsPage, type SessionsPage } from '../service/list-sessions.ts'
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
import { recalledReady } from './recall-ready.ts'

/** A session with what the console has inferred from several polls. */
export type ObservedSession = Session & {
  /** When it became Ready, server time; null until it is. The API doesn't report it. */
  ready: ReadyInterval | null
}

/** The latest list of one endpoint. Plain JSON. */
export type SessionList = {
  sessions: readonly ObservedSession[]
  unreadable: readonly UnreadableSession[]
  /** The service's links led in a circle, so sessions may be missing. */
  isIncomplete: boolean
  /** The first list of an endpoint that has more pages to come. */
  isUnderWay: boolean
  clock: ServerClock | null
  /** Local clock when the last page arrived, epoch ms. */
  receivedAtMs: number
  /** How far this tab's clock had been set back when it arrived, ms (see page-lifecycle.ts). */
  setBackMs: number
  msCv: string | null
}

/** A list with more pages is a loop in the service's links. */
const MAX_PAGES = 200

/** What is known of a list beside its pages. */
type ListFacts = Pick<SessionList, 'isIncomplete' | 'isUnderWay' | 'setBackMs'>

/** A page of a list and the metadata of its response. */
type ListedPage = { page: SessionsPage; meta: ResponseMeta }

/** Returns the query key of an endpoint's list, which changes when the account is edited. */
export function listKey({ account, endpoint }: EndpointRef) {
  return ['sessions', account.id, endpoint, account.apiVersion, account.accountId] as const
}

/** Returns the latest list of an endpoint that this tab knows. */
export function listOf(runtime: Runtime, ref: EndpointRef): SessionList | undefined {
  return runtime.queryClient.getQueryData<SessionList>(listKey(ref))
}

/** Returns a session as the latest list of its endpoint shows it. */
export function listedSession(
  runtime: Runtime,
  ref: EndpointRef,
  id: string,
): ObservedSession | undefined {
  return listOf(runtime, ref)?.sessions.find((session) => session.id === id)
}

/** Adds a new observation of a session to what was known of it. */
export function observeSession(
  session: Session,
  before: Pick<ObservedSession, 'ready'> | undefined,
  serverDateMs: number,
): ObservedSession {
  return {
    ...session,
    ready: mayRun(session.status)
      ? observeReady(before?.ready ?? null, {
          elapsedMs: session.elapsedMs,
          precisionMs: session.elapsedPrecisionMs,
          serverDateMs,
        })
      : (before?.ready ?? null),
  }
}

/** Returns the server time of a response, or the local time when it has no Date header. */
export function observedAtMs(meta: ResponseMeta): number {
  return meta.serverDateMs ?? meta.receivedAtMs
}

/** Returns a list that keeps the known objects of unchanged sessions, with each ID once. */
export function sharedList(before: SessionList | undefined, after: SessionList): SessionList {
  return {
    ...after,
    sessions: shareById(before?.sessions ?? [], uniqueById(after.sessions)),
  }
}

/**
 * Returns a list as it is sent between tabs. There, `setBackMs` is how far the clock was set back
 * since the list arrived, because each tab counts from its own start.
 */
export function toldList(runtime: Runtime, list: SessionList): SessionList {
  return {
    ...list,
    setBackMs: wakeStore(runtime).getState().setBackMs - list.setBackMs,
  }
}

/**
 * Loads all active sessions of an endpoint, page by page, each page through the gate. A link that
 * was already followed ends the list.
 * @returns the list, or the error of the first page that failed
 */
export async function loadSessions(
  runtime: Runtime,
  ref: EndpointRef,
  kind: Extract<CallKind, 'poll' | 'refresh'>,
  signal?: AbortSignal,
): Promise<ServiceResult<SessionList>> {
  // Any tab may send what the user requested. A poll is sent only under the lead it was made for.
  const { isAlone, epoch } = leadershipStore(runtime).getState()
  const leaderEpoch = kind === 'poll' && !isAlone && epoch > 0 ? epoch : null
  // Read before the first call, because setting the clock back makes the responses doubtful.
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
    if (nextLink !== null) showPages(runtime, ref, pages, setBackMs)
  } while (nextLink !== null && !followed.has(nextLink) && pages.length < MAX_PAGES)

  const { meta } = pages[pages.length - 1] ?? {}
  if (!meta) return unreachable('a list has at least one page')
  const data = listOfPages(runtime, ref, pages, {
    isIncomplete: nextLink !== null,
    isUnderWay: false,
    setBackMs,
  })
  keepTexts(runtime.queryClient, listKey(ref), {
    texts: pages.map(({ page }) => page.text),
    receivedAtMs: data.receivedAtMs,
  })
  return { ok: true, data, meta }
}

/** Shows the pages that have come while an endpoint is listed for the first time. */
function showPages(
  runtime: Runtime,
  ref: EndpointRef,
  pages: readonly ListedPage[],
  setBackMs: number,
): void {
  const known = listOf(runtime, ref)
  if (known && !known.isUnderWay) return
  const list = listOfPages(runtime, ref, pages, {
    isIncomplete: false,
    isUnderWay: true,
    setBackMs,
  })
  const ids = new Set(list.sessions.map(({ id }) => id))
  // A try that failed halfway may have shown more pages than have come by now.
  const others = known?.sessions.filter(({ id }) => !ids.has(id)) ?? []
  runtime.queryClient.setQueryData<SessionList>(listKey(ref), {
    ...list,
    sessions: [...list.sessions, ...others],
  })
}

function listOfPages(
  runtime: Runtime,
  ref: EndpointRef,
  pages: readonly ListedPage[],
  facts: ListFacts,
): SessionList {
  return toSessionList(pages, facts, listOf(runtime, ref), (session) => ({
    ready: recalledReady(runtime, ref, session),
  }))
}

/**
 * The query for the list of one endpoint. Only the fleet observes it (see fleet.tsx), because a
 * second observer would add a second timer and a second call.
 */
export function sessionListQuery(runtime: Runtime, ref: EndpointRef) {
  return queryOptions({
    queryKey: listKey(ref),
    queryFn: async ({ signal }) => {
      const result = await loadSessions(runtime, ref, 'poll', signal)
      if (result.ok) return result.data
      // A poll that the user or a new leader canceled says nothing about the service.
      const known = listOf(runtime, ref)
      if (result.error.kind === 'cancelled' && known) return known
      throw new ServiceFailure(result.error)
    },
    staleTime: Infinity,
  })
}

/** Changes one session in the cached list, when an action returned newer data than the poll. */
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

/** Adds a session that was just created to the top of the cached list. */
export function addListed(runtime: Runtime, ref: EndpointRef, session: Session): void {
  changeList(runtime, ref, (list) => {
    if (list.sessions.some(({ id }) => id === session.id)) return list
    return { ...list, sessions: [{ ...session, ready: null }, ...list.sessions] }
  })
}

/** Narrows the ready intervals of a listed endpoint by what an earlier visit knew. */
export function narrowListedReady(runtime: Runtime, ref: EndpointRef): void {
  changeList(runtime, ref, (list) => {
    const sessions = list.sessions.map((session) => {
      const recalled = recalledReady(runtime, ref, session)
      const ready = recalled && session.ready && narrowReady(recalled, session.ready)
      return ready ? { ...session, ready } : session
    })
    return sessions.some((session, index) => session !== list.sessions[index])
      ? { ...list, sessions }
      : list
  })
}

/** Loads a list now, through the gate. A waiting poll is merged into the same call. */
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
  facts: ListFacts,
  before: SessionList | undefined,
  recall: (session: Session) => Pick<ObservedSession, 'ready'>,
): SessionList {
  const known = new Map(before?.sessions.map((session) => [session.id, session]))
  const lastMeta = pages.at(-1)?.meta
  const clock = pages.reduce(
    (current, { meta }) =>
      meta.serverDateMs === null
        ? current
        : observeServerClock(current, { ...meta, serverDateMs: meta.serverDateMs }),
    // A clock difference that was measured before the clock was set back no longer applies.
    before?.setBackMs === facts.setBackMs ? before.clock : null,
  )
  return sharedList(before, {
    // When the list shifts between two pages, a session can be on both. The later one counts.
    sessions: pages.flatMap(({ page, meta }) =>
      page.sessions.map((session) =>
        observeSession(session, known.get(session.id) ?? recall(session), observedAtMs(meta)),
      ),
    ),
    unreadable: unreadableOf(pages),
    ...facts,
    clock,
    receivedAtMs: lastMeta?.receivedAtMs ?? 0,
    msCv: lastMeta?.msCv ?? null,
  })
}

/** Returns the unreadable records of all pages, numbered across the whole list. */
function unreadableOf(pages: readonly ListedPage[]): UnreadableSession[] {
  let from = 0
  return pages.flatMap(({ page: { sessions, unreadable } }) => {
    const first = from
    from += sessions.length + unreadable.length
    return unreadable.map((record) => ({ ...record, index: first + record.index }))
  })
}

/** Changes a cached list without renewing its age, so that the next poll comes when it is due. */
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
