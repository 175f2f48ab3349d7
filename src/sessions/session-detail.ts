import { queryOptions } from '@tanstack/react-query'
import type { CallKind } from '../gate/types.ts'
import { isTerminal } from '../lease/session-rules.ts'
import { getSession } from '../service/client.ts'
import type { ServiceResult } from '../service/result.ts'
import type { EndpointRef } from '../accounts/accounts.ts'
import { callService } from '../calls/call-service.ts'
import { ServiceFailure } from '../runtime/failure.ts'
import type { Runtime } from '../runtime/runtime.ts'
import {
  listedSession,
  type ObservedSession,
  observedAtMs,
  observeSession,
} from './session-list.ts'
import { recalledReady } from './recall-ready.ts'

/** One session as returned by its own GET. */
export type SessionDetail = {
  session: ObservedSession
  /** The unparsed body. */
  text: string
  /** Local clock when it arrived, epoch ms. */
  receivedAtMs: number
  msCv: string | null
}

/** Returns the query key of one session. */
export function detailKey({ account, endpoint }: EndpointRef, id: string) {
  return ['session', account.id, endpoint, account.apiVersion, account.accountId, id] as const
}

/** Loads one session by ID. */
export async function loadSession(
  runtime: Runtime,
  ref: EndpointRef,
  id: string,
  kind: Extract<CallKind, 'refresh' | 'detail'>,
  signal?: AbortSignal,
): Promise<ServiceResult<SessionDetail>> {
  const result = await callService(runtime, ref, {
    kind,
    subject: id,
    mergeKey: `get ${id}`,
    payload: null,
    perform: (token, _payload, target, callSignal) =>
      getSession(target, token, id, runtime.ports, callSignal),
    signal,
  })
  if (!result.ok) return result
  const before =
    listedSession(runtime, ref, id) ??
    runtime.queryClient.getQueryData<SessionDetail>(detailKey(ref, id))?.session
  const known = before ?? { ready: recalledReady(runtime, ref, result.data.session) }
  const data: SessionDetail = {
    session: observeSession(result.data.session, known, observedAtMs(result.meta)),
    text: result.data.text,
    receivedAtMs: result.meta.receivedAtMs,
    msCv: result.meta.msCv,
  }
  return { ...result, data }
}

/**
 * Loads one session by ID without waiting longer than this: where calls are throttled, its turn can
 * be minutes away.
 * @param waitMs ms
 * @returns null when no answer came
 */
export async function loadSessionWithin(
  runtime: Runtime,
  ref: EndpointRef,
  id: string,
  waitMs: number,
): Promise<ServiceResult<SessionDetail> | null> {
  if (waitMs <= 0) return null
  const abort = new AbortController()
  let timer: unknown = null
  // The signal alone doesn't end a call that another caller has joined.
  const timeIsUp = new Promise<null>((resolve) => {
    timer = runtime.ports.setTimer(() => {
      abort.abort()
      resolve(null)
    }, waitMs)
  })
  const loaded = loadSession(runtime, ref, id, 'refresh', abort.signal)
  const found = await Promise.race([loaded, timeIsUp])
  runtime.ports.clearTimer(timer)
  return abort.signal.aborted ? null : found
}

/** The query for one session by ID. A terminal status is final, so it never goes stale. */
export function sessionDetailQuery(runtime: Runtime, ref: EndpointRef, id: string) {
  return queryOptions({
    queryKey: detailKey(ref, id),
    queryFn: async ({ signal }) => {
      // Somebody waits for it: behind the polls of a busy region its turn would come in a minute.
      const result = await loadSession(runtime, ref, id, 'refresh', signal)
      if (result.ok) return result.data
      throw new ServiceFailure(result.error)
    },
    staleTime: ({ state }) =>
      state.data && isTerminal(state.data.session.status) ? Infinity : 0,
    structuralSharing: false,
  })
}
