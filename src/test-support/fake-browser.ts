import { AsyncLocalStorage } from 'node:async_hooks'
import { environmentManager, notifyManager, timeoutManager } from '@tanstack/react-query'
import { vi } from 'vitest'
import { createFakeTime, failed, ok } from './fake-gate.ts'
import { createMemoryStores, type GateStores } from '../gate/store.ts'
import type { CallKind, Gate } from '../gate/types.ts'
import type { ServiceResult } from '../service/result.ts'
import type { Channel } from '../util/channel.ts'
import type { Leadership } from '../tabs/leadership.ts'
import { createFakeLocks } from './fake-locks.ts'
import { listKey, type SessionList } from '../sessions/session-list.ts'
import { createTabTimers } from './fake-timers.ts'
import { accountWith } from './account.ts'
import { openConsoleTab } from './console-tab.ts'

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

/** A simulated tab. */
export type Tab = {
  index: number
  holder: string
  /** The gate of the account's one endpoint. */
  gate: Gate
  /** What this tab knows of the leadership. */
  readonly lead: Leadership
  /** Local clock when the list it shows arrived, epoch ms; null: it shows none. */
  listedAtMs: () => number | null
  isFrozen: boolean
  wasFrozen: boolean
  /** Whether the page gets an event when it is frozen; one that hangs gets none. */
  isTold: boolean
  isInView: boolean
  /** @param isTold whether the page gets an event first, as when the browser saves energy */
  freeze: (isTold?: boolean) => void
  thaw: () => void
  show: (isInView: boolean) => void
  die: () => void
}

type TabTimers = {
  setTimer: (run: () => void, ms: number) => unknown
  clearTimer: (handle: unknown) => void
}

/** The timers of the running tab, because React Query doesn't say for which tab it sets one. */
const currentTab = new AsyncLocalStorage<TabTimers>()

function timers(): TabTimers {
  const tab = currentTab.getStore()
  if (!tab) throw new Error('a timer was set outside every tab')
  return tab
}

/** One of React Query's timers. An interval has a new handle after each turn. */
type QueryTimer = { handle: unknown; [Symbol.toPrimitive]: () => number }

function queryTimer(): QueryTimer {
  return { handle: null, [Symbol.toPrimitive]: () => 0 }
}

function clear(timer: QueryTimer | undefined) {
  return timers().clearTimer(timer?.handle)
}

timeoutManager.setTimeoutProvider<QueryTimer>({
  setTimeout: (run, ms) => Object.assign(queryTimer(), { handle: timers().setTimer(run, ms) }),
  setInterval: (run, ms) => {
    const timer = queryTimer()
    const tick = () => {
      timer.handle = timers().setTimer(tick, ms)
      run()
    }
    timer.handle = timers().setTimer(tick, ms)
    return timer
  },
  clearTimeout: clear,
  clearInterval: clear,
})
notifyManager.setScheduler((run) => queueMicrotask(run))
environmentManager.setIsServer(() => false)

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
  const channels = new Map<object, { name: string; hear: (message: unknown) => void }[]>()
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

  const channelOf = (
    owner: object,
    name: string,
    run: (task: () => void) => void,
    isDead: () => boolean,
  ): Channel => ({
    postMessage: (message) => {
      if (isDead()) return
      for (const [other, ends] of channels)
        if (other !== owner)
          for (const end of ends) if (end.name === name) end.hear(structuredClone(message))
    },
    addEventListener: (_type, listener) => {
      const hear = (data: unknown) => {
        time.ports.setTimer(() => run(() => listener({ data })), 1)
      }
      channels.set(owner, [...(channels.get(owner) ?? []), { name, hear }])
    },
  })

  /**
   * Opens a tab.
   * @param as the name of the tab it replaces, after a reload
   * @param isInView false for a tab opened in the background
   */
  const open = async (check: Check, as?: string, isInView = true): Promise<Tab> => {
    lastIndex += 1
    const index = lastIndex
    const owner = {}
    let isDead = false
    let backlog: (() => void)[] = []
    const viewListeners: (() => void)[] = []
    const freezeListeners: ((isFrozen: boolean) => void)[] = []
    /** Work of a frozen tab runs later, and that of a dead tab never. */
    const run = (task: () => void) => {
      if (isDead) return
      if (tab.isFrozen) backlog.push(task)
      else currentTab.run(ownTimers, task)
    }
    const timers = createTabTimers(time, run)
    timers.show(isInView)
    const stores = isStorageBlocked ? createMemoryStores() : sharedStores
    // A cleared timer must not run either when its time came while the tab was frozen.
    const ownTimers: TabTimers = {
      setTimer: (task, ms) => {
        const timer = { isCleared: false, handle: null as unknown }
        const unlessCleared = () => {
          if (!timer.isCleared) task()
        }
        timer.handle = timers.setTimer(unlessCleared, ms)
        return timer
      },
      clearTimer: (timer) => {
        if (timer) Object.assign(timer, { isCleared: true })
      },
    }
    const holder = as ?? `tab ${index}`
    const tabStores: GateStores = {
      ...stores,
      claimLead: async (heard) => {
        seen.epoch = await stores.claimLead(heard)
        return seen.epoch
      },
    }
    // The list whose request is being made, because a request doesn't state kind and
    // leadership. The first poll waits before its gate is wrapped, so it has what is written here.
    let leaving: { kind: CallKind; epoch: number | null } = { kind: 'poll', epoch: null }
    const send = (request: Request) => {
      turnsToWait = 5
      if (new URL(request.url).origin === ACCOUNT.stsOrigin)
        return Promise.resolve(new Response(JSON.stringify({ AccessToken: 'token' })))
      const reply = arrive({ tab: index, payload: 0, ...leaving }, check)
      return responseOf(reply, request, START_MS + time.ports.monotonicNow())
    }

    const tab: Omit<Tab, 'gate' | 'lead' | 'listedAtMs'> = {
      index,
      holder,
      isFrozen: false,
      wasFrozen: false,
      isTold: false,
      isInView,
      freeze: (isTold = false) => {
        if (isTold) for (const listener of freezeListeners) run(() => listener(true))
        tab.isFrozen = true
        tab.isTold = isTold
        tab.wasFrozen = true
      },
      thaw: () => {
        tab.isFrozen = false
        const tasks = backlog
        backlog = []
        if (tab.isTold) for (const listener of freezeListeners) run(() => listener(false))
        tab.isTold = false
        for (const task of tasks) run(task)
      },
      show: (isInView) => {
        tab.isInView = isInView
        timers.show(isInView)
        for (const listener of viewListeners) run(listener)
      },
      die: () => {
        isDead = true
        channels.delete(owner)
        locks.die(owner)
        tabs.delete(index)
      },
    }
    const { runtime, refs, gates, lead } = currentTab.run(ownTimers, () =>
      openConsoleTab({
        account: ACCOUNT,
        accountKey: 'key',
        send,
        tabId: holder,
        ports: { ...ownTimers, now: time.ports.now },
        monotonicNow: time.ports.monotonicNow,
        browser: {
          stores: tabStores,
          locks: isStorageBlocked ? locks.refused : locks.of(owner, run),
          openChannel: (name) => channelOf(owner, name, run, () => isDead),
          page: {
            isHidden: () => !tab.isInView,
            onHiddenChange: (listener) => viewListeners.push(listener),
            // Thawing is silent here: a tab has to notice it by its clock.
            onReturn: () => {},
            onFreezeChange: (listener) => freezeListeners.push(listener),
          },
        },
      }),
    )
    const [ref] = refs
    if (!ref) throw new Error('the account has no endpoint')
    const gate = gates.of(ref)
    const letIn = gate.enter
    gate.enter = (call) =>
      letIn({
        ...call,
        perform: (payload, signal) => {
          // What a test sends states its kind itself (see serve).
          if (call.kind === 'poll' || call.kind === 'refresh')
            leaving = { kind: call.kind, epoch: call.leaderEpoch ?? null }
          return call.perform(payload, signal)
        },
      })
    gate.run = (call) => gate.enter(call).result
    const opened: Tab = Object.defineProperty(
      Object.assign(tab, {
        gate,
        listedAtMs: () =>
          runtime.queryClient.getQueryData<SessionList>(listKey(ref))?.receivedAtMs ?? null,
      }) as Tab,
      'lead',
      { get: lead },
    )
    tabs.set(index, opened)
    return opened
  }

  return { time, tabs, open, serve, arrivals, seen, lockRefusals: locks.refusals }
}
