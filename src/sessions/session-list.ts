import { type ReadyInterval, observeReady, narrowReady } from '../lease/ready-interval.ts'
import { mayRun } from '../lease/session-rules.ts'
import type { ServerClock } from '../lease/server-clock.ts'
import type { ResponseMeta } from '../service/result.ts'
import type { Session, UnreadableSession } from '../service/session.ts'
import type { EndpointRef } from '../accounts/accounts.ts'
import type { Runtime } from '../runtime/runtime.ts'
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
  const list = listOf(runtime, ref)
  return list && sessionOf(list, id)
}

const byId = new WeakMap<readonly ObservedSession[], ReadonlyMap<string, ObservedSession>>()

/** Returns a session of a list by its ID. */
export function sessionOf({ sessions }: SessionList, id: string): ObservedSession | undefined {
  const known = byId.get(sessions) ?? new Map(sessions.map((each) => [each.id, each]))
  byId.set(sessions, known)
  return known.get(id)
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
