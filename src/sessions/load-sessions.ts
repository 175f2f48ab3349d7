import { queryOptions } from '@tanstack/react-query'
import type { CallKind } from '../gate/types.ts'
import { observeServerClock } from '../lease/server-clock.ts'
import { listSessionsPage, type SessionsPage } from '../service/list-sessions.ts'
import type { ResponseMeta, ServiceResult } from '../service/result.ts'
import type { Session, UnreadableSession } from '../service/session.ts'
import type { EndpointRef } from '../accounts/accounts.ts'
import { callService } from '../calls/call-service.ts'
import { ServiceFailure } from '../runtime/failure.ts'
import { leadershipStore } from '../tabs/leadership.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { keepTexts } from './list-texts.ts'
import { wakeStore } from '../tabs/page-lifecycle.ts'
import { recalledReady } from './recall-ready.ts'
import {
  listKey,
  listOf,
  observedAtMs,
  observeSession,
  type ObservedSession,
  type SessionList,
  sharedList,
} from './session-list.ts'

/** Asks a service for the list of one endpoint. */

/** A list with more pages is a loop in the service's links. */
const MAX_PAGES = 200

/** What is known of a list beside its pages. */
type ListFacts = Pick<SessionList, 'isIncomplete' | 'isUnderWay' | 'setBackMs'>

/** A page of a list and the metadata of its response. */
type ListedPage = { page: SessionsPage; meta: ResponseMeta }

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

/** Loads a list now, through the gate. A waiting poll is merged into the same call. */
export async function refreshList(
  runtime: Runtime,
  ref: EndpointRef,
): Promise<ServiceResult<SessionList>> {
  const result = await loadSessions(runtime, ref, 'refresh')
  if (result.ok) runtime.queryClient.setQueryData(listKey(ref), result.data)
  return result
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
