import { vi } from 'vitest'
import { createMemoryStores } from '../gate/store.ts'
import type { CallKind } from '../gate/types.ts'
import type { ServiceResult } from '../service/result.ts'
import { accountWith } from './account.ts'
import { openBrowserTab, type Tab } from './fake-browser-tab.ts'
import { createFakeChannels } from './fake-channels.ts'
import { createFakeTime, failed, ok } from './fake-gate.ts'
import { createFakeLocks } from './fake-locks.ts'

/**
 * A browser of several tabs, simulated. Every tab has a runtime of its own and runs the console
 * unchanged on it: poller, gates, leadership, the talk of the tabs, and waking. Clock,
 * locks, channel, storage and service are simulated. A tab can freeze, crash and reload.
 */

/** How the service answers a call. */
export type Reply = 'ok' | 'hang' | 'no-header' | '503' | { retryAfterSeconds: number }

/** A call that reached the service. */
export type Arrival = {
  /** Time that passed since the start, ms. */
  atMs: number
  tab: number
  kind: CallKind
  payload: number
  /** Leadership under which it was made; null when none is needed. */
  epoch: number | null
}

/** Sees a call before it is answered. */
export type Check = (arrival: Arrival) => void

const START_MS = Date.parse('2026-01-01T00:00:00Z')

const ACCOUNT = accountWith({
  accountId: '12345678-90ab-cdef-1234-567890abcdef',
  accountDomain: 'service.test',
  stsOrigin: 'https://sts.service.test',
  endpoints: ['https://remoterendering.service.test'],
})

/**
 * Opens the browser, without a tab.
 * @param replyOf returns the reply to the next call
 * @param options `isStorageBlocked`: the user blocks site data, so locks are refused and no tab
 *   knows what another one stored
 */
export function createFakeBrowser(
  replyOf: () => Reply,
  { isStorageBlocked = false }: { isStorageBlocked?: boolean } = {},
) {
  // Reading a body takes several turns of the event loop, everything else only one.
  let turnsToWait = 1
  const time = createFakeTime(START_MS, async () => {
    for (; turnsToWait > 0; turnsToWait -= 1)
      await new Promise((resolve) => {
        setImmediate(resolve)
      })
    turnsToWait = 1
  })
  vi.spyOn(Date, 'now').mockImplementation(() => time.now())
  const sharedStores = createMemoryStores()
  const locks = createFakeLocks()
  const channels = createFakeChannels((deliver) => time.ports.setTimer(deliver, 1))
  const arrivals: Arrival[] = []
  const tabs = new Map<number, Tab>()
  /**
   * Highest leadership number so far, and the wait that the service requested, by the time that
   * passed.
   */
  const seen = { epoch: 0, notBeforeMs: 0 }
  let lastIndex = 0

  /** Records a call that reached the service, and the wait that its reply requests. */
  const arrive = (arrival: Omit<Arrival, 'atMs'>, check: Check): Reply => {
    const reply = replyOf()
    const atMs = time.ports.monotonicNow()
    check({ ...arrival, atMs })
    arrivals.push({ ...arrival, atMs })
    if (typeof reply === 'object')
      seen.notBeforeMs = Math.max(seen.notBeforeMs, atMs + reply.retryAfterSeconds * 1000)
    if (reply === 'no-header' || reply === '503')
      seen.notBeforeMs = Math.max(seen.notBeforeMs, atMs + 15_000)
    return reply
  }

  /** Answers an action that a test sends through a tab's gate. */
  const serve = (
    tab: number,
    kind: CallKind,
    payload: number,
    epoch: number | null,
    check: Check,
  ) => resultOf(arrive({ tab, kind, payload, epoch }, check))

  /** Answers a request of a tab. */
  const answer = (request: Request, arrival: Omit<Arrival, 'atMs'>, check: Check) => {
    turnsToWait = 5
    if (new URL(request.url).origin === ACCOUNT.stsOrigin)
      return Promise.resolve(new Response(JSON.stringify({ AccessToken: 'token' })))
    return responseOf(arrive(arrival, check), request, START_MS + time.ports.monotonicNow())
  }

  /**
   * Opens a tab.
   * @param as the name of the tab it replaces, after a reload
   * @param isInView false for a tab opened in the background
   */
  const open = async (check: Check, as?: string, isInView = true): Promise<Tab> => {
    lastIndex += 1
    const index = lastIndex
    const tab = openBrowserTab({
      index,
      holder: as ?? `tab ${index}`,
      isInView,
      account: ACCOUNT,
      time,
      stores: isStorageBlocked ? createMemoryStores() : sharedStores,
      locks,
      isStorageBlocked,
      channels,
      send: (request, call) => answer(request, { tab: index, payload: 0, ...call }, check),
      onLead: (epoch) => {
        seen.epoch = epoch
      },
      onDeath: () => tabs.delete(index),
    })
    tabs.set(index, tab)
    return tab
  }

  return { time, tabs, open, serve, arrivals, seen, lockRefusals: locks.refusals }
}

/** A reply to an action, which the tests send through the gate themselves. */
function resultOf(reply: Reply): Promise<ServiceResult<null>> {
  if (reply === 'hang') return new Promise(() => {})
  if (reply === 'ok') return Promise.resolve(ok(null))
  if (reply === '503') return Promise.resolve(failed({ kind: 'server', status: 503 }))
  const retryAfterMs = reply === 'no-header' ? null : reply.retryAfterSeconds * 1000
  return Promise.resolve(failed({ kind: 'throttled', status: 429, retryAfterMs }))
}

/** A reply to a list, as it is sent over the wire. */
function responseOf(reply: Reply, request: Request, serverMs: number): Promise<Response> {
  const headers = { date: new Date(serverMs).toUTCString(), 'content-type': 'application/json' }
  if (reply === 'hang')
    return new Promise((_resolve, reject) => {
      request.signal.addEventListener('abort', () => reject(new Error('aborted')))
    })
  if (reply === 'ok')
    return Promise.resolve(new Response(JSON.stringify({ sessions: [] }), { headers }))
  if (reply === '503') return Promise.resolve(new Response('', { status: 503, headers }))
  const retryAfter =
    reply === 'no-header' ? {} : { 'retry-after': String(reply.retryAfterSeconds) }
  return Promise.resolve(
    new Response('', { status: 429, headers: { ...headers, ...retryAfter } }),
  )
}
