import { createGate } from '../gate/gate.ts'
import type { Channel } from '../util/channel.ts'
import { pollIntervalMs, untilNextPollMs } from '../gate/poll-interval.ts'
import { createFakeTime, failed, ok } from '../gate/spec-kit.ts'
import { createMemoryStores } from '../gate/store.ts'
import type { CallKind, Gate } from '../gate/types.ts'
import type { ServiceResult } from '../service/result.ts'
import { createFakeLocks } from './locks-kit.ts'
import { joinLeadership, type Leadership } from './leadership.ts'
import { createTabTimers } from './timers-kit.ts'

/**
 * A browser of several tabs, simulated: gates, leadership and polls are the real ones; clock,
 * locks, channel, storage and service are not. A tab can freeze, crash and reload.
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
  /** Lead under which it was made; null when none is needed. */
  epoch: number | null
}

const answerOf = (reply: Reply): Promise<ServiceResult<null>> => {
  if (reply === 'hang') return new Promise(() => {})
  if (reply === 'ok') return Promise.resolve(ok(null))
  if (reply === '503') return Promise.resolve(failed({ kind: 'server', status: 503 }))
  const retryAfterMs = reply === 'no-header' ? null : reply.retryAfterSeconds * 1000
  return Promise.resolve(failed({ kind: 'throttled', status: 429, retryAfterMs }))
}

/** A simulated tab. */
export type Tab = {
  index: number
  holder: string
  gate: Gate
  lead: Leadership
  isFrozen: boolean
  wasFrozen: boolean
  isInView: boolean
  freeze: () => void
  thaw: () => void
  show: (isInView: boolean) => void
  die: () => void
}

/**
 * Opens the browser, without a tab.
 * @param replyOf what the service says to the next call
 * @param options `isStorageBlocked`: the user blocks site data, so that locks are refused and no
 *   tab knows what another one stored
 */
export const createFakeBrowser = (
  replyOf: () => Reply,
  { isStorageBlocked = false }: { isStorageBlocked?: boolean } = {},
) => {
  const time = createFakeTime(Date.parse('2026-01-01T00:00:00Z'))
  const sharedStores = createMemoryStores()
  const locks = createFakeLocks()
  const channels = new Map<object, (message: unknown) => void>()
  const arrivals: Arrival[] = []
  const tabs = new Map<number, Tab>()
  /** Highest lead that was given out, and what the service asked for, by the time that passed. */
  const seen = { epoch: 0, notBeforeMs: 0, lastListMs: 0 }
  let lastIndex = 0

  /** What the service sees; it also checks what must never happen. */
  const serve = (
    tab: number,
    kind: CallKind,
    payload: number,
    epoch: number | null,
    check: (arrival: Arrival) => void,
  ) => {
    const reply = replyOf()
    const atMs = time.ports.monotonicNow()
    const arrival = { atMs, tab, kind, payload, epoch }
    check(arrival)
    arrivals.push(arrival)
    if (typeof reply === 'object')
      seen.notBeforeMs = Math.max(seen.notBeforeMs, atMs + reply.retryAfterSeconds * 1000)
    if (reply === 'no-header' || reply === '503')
      seen.notBeforeMs = Math.max(seen.notBeforeMs, atMs + 15_000)
    return answerOf(reply)
  }

  const open = (check: (arrival: Arrival) => void, as?: string): Tab => {
    lastIndex += 1
    const index = lastIndex
    const owner = {}
    let isDead = false
    let backlog: (() => void)[] = []
    const viewListeners: (() => void)[] = []
    /** What happens in a tab happens later while it is frozen, and never once it is dead. */
    const run = (task: () => void) => {
      if (isDead) return
      if (tab.isFrozen) backlog.push(task)
      else task()
    }
    const timers = createTabTimers(time, run)
    const { setTimer } = timers
    const stores = isStorageBlocked ? createMemoryStores() : sharedStores
    const channel: Channel = {
      postMessage: (message) => {
        if (isDead) return
        for (const [other, hear] of channels) if (other !== owner) hear(message)
      },
      addEventListener: (_type, listener) => {
        channels.set(owner, (message) => {
          time.ports.setTimer(() => run(() => listener({ data: message })), 1)
        })
      },
    }
    const holder = as ?? `tab ${index}`
    const gate = createGate({
      name: 'endpoint',
      holder,
      spacingMs: 5000,
      ports: {
        ...time.ports,
        setTimer,
        clearTimer: timers.clearTimer,
        store: stores.of('endpoint'),
      },
    })
    const tab: Tab = {
      index,
      holder,
      gate,
      lead: { isLeader: false, epoch: 0, isAlone: false },
      isFrozen: false,
      wasFrozen: false,
      isInView: true,
      freeze: () => {
        tab.isFrozen = true
        tab.wasFrozen = true
      },
      thaw: () => {
        tab.isFrozen = false
        const tasks = backlog
        backlog = []
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
    tabs.set(index, tab)
    joinLeadership({
      locks: isStorageBlocked ? locks.refused : locks.of(owner, run),
      channel,
      claimLead: async (heard) => {
        const epoch = await stores.claimLead(heard)
        seen.epoch = epoch
        return epoch
      },
      latestLead: stores.latestLead,
      now: time.now,
      setTimer,
      isInView: () => tab.isInView,
      onViewChange: (listener) => viewListeners.push(listener),
      set: (change) => Object.assign(tab.lead, change),
    })

    // React Query's part: asks when the policy says so, one call at a time.
    let isPolling = false
    const poll = async () => {
      if (!tab.lead.isLeader || isPolling) return
      const lastAnswerMs = seen.lastListMs
      const dueInMs = untilNextPollMs(
        pollIntervalMs({
          isMoving: false,
          isHidden: !tab.isInView,
          isRefused: false,
          isAlone: tab.lead.isAlone,
          pollFactor: gate.getView().pollFactor,
        }),
        { lastAnswerMs, notBeforeMs: 0, nowMs: time.ports.monotonicNow() },
      )
      if (dueInMs > 1000) return
      isPolling = true
      const epoch = tab.lead.isAlone ? null : tab.lead.epoch
      const result = await gate.run<number, null>({
        kind: 'poll',
        subject: null,
        mergeKey: 'list',
        payload: 0,
        leaderEpoch: epoch,
        perform: () =>
          Promise.race([
            serve(index, 'poll', 0, epoch, check),
            // The call's own timeout.
            new Promise<ServiceResult<null>>((resolve) => {
              setTimer(() => resolve(failed({ kind: 'timeout' })), 30_000)
            }),
          ]),
      })
      isPolling = false
      if (result.ok) seen.lastListMs = time.ports.monotonicNow()
    }
    // The look of wake.ts: clocks are compared even when nothing waits.
    const beat = () => {
      gate.wake()
      void poll()
      setTimer(beat, 1000)
    }
    setTimer(beat, 1000)
    return tab
  }

  return { time, tabs, open, serve, arrivals, seen, lockRefusals: locks.refusals }
}
