import type { Account } from '../accounts/accounts.ts'
import type { GateStores } from '../gate/store.ts'
import type { CallKind, Gate } from '../gate/types.ts'
import { listOf } from '../sessions/session-list.ts'
import type { Leadership } from '../tabs/leadership.ts'
import type { PageEdge } from '../tabs/page-lifecycle.ts'
import { openConsoleTab } from './console-tab.ts'
import type { createFakeChannels } from './fake-channels.ts'
import type { FakeTime } from './fake-gate.ts'
import type { createFakeLocks } from './fake-locks.ts'
import { runInTab, type TabTimers } from './fake-query-timers.ts'
import { createTabTimers } from './fake-timers.ts'

/** One tab of the simulated browser (fake-browser.ts). */

/** What a tab gets from its browser. */
export type TabContext = {
  index: number
  /** Its name among the tabs, as on a claim at a gate. A reload keeps it. */
  holder: string
  /** False for a tab opened in the background. */
  isInView: boolean
  account: Account
  time: FakeTime
  /** What its gates share with other tabs. */
  stores: GateStores
  locks: ReturnType<typeof createFakeLocks>
  /** Whether the user blocks site data, so that locks are refused. */
  isStorageBlocked: boolean
  channels: ReturnType<typeof createFakeChannels>
  /** Answers a request of the tab. */
  send: (request: Request, call: ListCall) => Promise<Response>
  /** Called when the tab takes the lead, with the number of the leadership. */
  onLead: (epoch: number) => void
  onDeath: () => void
}

/** The list whose request is being made, because a request doesn't state kind and leadership. */
type ListCall = { kind: CallKind; epoch: number | null }

/** What a test does to a tab, and what it sees of that. */
type TabControls = {
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

/** A simulated tab. */
export type Tab = TabControls & {
  index: number
  holder: string
  /** The gate of the account's one endpoint. */
  gate: Gate
  /** What this tab knows of the leadership. */
  readonly lead: Leadership
  /** Local clock when the list it shows arrived, epoch ms; null: it shows none. */
  listedAtMs: () => number | null
}

/** Opens a tab: the console, unchanged, on a runtime of its own. */
export function openBrowserTab(context: TabContext): Tab {
  const { index, holder, time, locks, channels } = context
  const owner = {}
  const { controls, run, isDead, timers, page } = createTabLife(context, owner)
  // The first poll waits before its gate is wrapped, so it has what is written here.
  let leaving: ListCall = { kind: 'poll', epoch: null }
  const { runtime, refs, gates, lead } = runInTab(timers, () =>
    openConsoleTab({
      account: context.account,
      accountKey: 'key',
      send: (request) => context.send(request, leaving),
      tabId: holder,
      ports: { ...timers, now: time.ports.now },
      monotonicNow: time.ports.monotonicNow,
      browser: {
        stores: storesThatTell(context),
        locks: context.isStorageBlocked ? locks.refused : locks.of(owner, run),
        openChannel: channels.of(owner, isDead, run),
        page,
      },
    }),
  )
  const [ref] = refs
  if (!ref) throw new Error('the account has no endpoint')
  const gate = gates.of(ref)
  watchLists(gate, (call) => {
    leaving = call
  })
  const listedAtMs = () => listOf(runtime, ref)?.receivedAtMs ?? null
  return Object.defineProperty(
    Object.assign(controls, { index, holder, gate, listedAtMs }) as Tab,
    'lead',
    { get: lead },
  )
}

/** Freezing, hiding, and death of a tab, its timers, and the page that sees this. */
function createTabLife(context: TabContext, owner: object) {
  let isDead = false
  let backlog: (() => void)[] = []
  const viewListeners: (() => void)[] = []
  const freezeListeners: ((isFrozen: boolean) => void)[] = []
  /** Work of a frozen tab runs later, and that of a dead tab never. */
  const run = (task: () => void) => {
    if (isDead) return
    if (controls.isFrozen) backlog.push(task)
    else runInTab(timers, task)
  }
  const slowed = createTabTimers(context.time, run)
  slowed.show(context.isInView)
  const timers = heedingClears(slowed)
  const controls: TabControls = {
    isFrozen: false,
    wasFrozen: false,
    isTold: false,
    isInView: context.isInView,
    freeze: (isTold = false) => {
      if (isTold) for (const listener of freezeListeners) run(() => listener(true))
      controls.isFrozen = true
      controls.isTold = isTold
      controls.wasFrozen = true
    },
    thaw: () => {
      controls.isFrozen = false
      const tasks = backlog
      backlog = []
      if (controls.isTold) for (const listener of freezeListeners) run(() => listener(false))
      controls.isTold = false
      for (const task of tasks) run(task)
    },
    show: (isInView) => {
      controls.isInView = isInView
      slowed.show(isInView)
      for (const listener of viewListeners) run(listener)
    },
    die: () => {
      isDead = true
      context.locks.die(owner)
      context.onDeath()
    },
  }
  const page: PageEdge = {
    isHidden: () => !controls.isInView,
    onHiddenChange: (listener) => viewListeners.push(listener),
    // Thawing is silent here: a tab has to notice it by its clock.
    onReturn: () => {},
    onFreezeChange: (listener) => freezeListeners.push(listener),
  }
  return { controls, run, isDead: () => isDead, timers, page }
}

/** A cleared timer must not run either when its time came while the tab was frozen. */
function heedingClears({ setTimer }: TabTimers): TabTimers {
  return {
    setTimer: (task, ms) => {
      const timer = { isCleared: false, handle: null as unknown }
      const unlessCleared = () => {
        if (!timer.isCleared) task()
      }
      timer.handle = setTimer(unlessCleared, ms)
      return timer
    },
    clearTimer: (timer) => {
      if (timer) Object.assign(timer, { isCleared: true })
    },
  }
}

/** The stores of a tab, which tell its browser of each leadership. */
function storesThatTell({ stores, onLead }: TabContext): GateStores {
  return {
    ...stores,
    claimLead: async (heard) => {
      const epoch = await stores.claimLead(heard)
      onLead(epoch)
      return epoch
    },
  }
}

/** Calls back before a gate performs the call of a list. */
function watchLists(gate: Gate, onLeave: (call: ListCall) => void): void {
  const letIn = gate.enter
  gate.enter = (call) =>
    letIn({
      ...call,
      perform: (payload, signal, onSent) => {
        // What a test sends states its kind itself (see serve in fake-browser.ts).
        if (call.kind === 'poll' || call.kind === 'refresh')
          onLeave({ kind: call.kind, epoch: call.leaderEpoch ?? null })
        return call.perform(payload, signal, onSent)
      },
    })
  gate.run = (call) => gate.enter(call).result
}
