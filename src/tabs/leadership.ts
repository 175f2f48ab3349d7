import * as v from 'valibot'
import { createStore } from 'zustand'
import { perRuntime } from '../runtime/part.ts'
import type { Channel } from '../util/channel.ts'
import { count, parseMessage } from '../util/parse-stored.ts'
import type { ConsoleStorage } from '../util/storage.ts'

/**
 * One tab of the browser polls, and the others show what it shares. Every leadership has a
 * number, its epoch. Polls and messages of an earlier epoch are refused.
 */

const LOCK = 'rrc-leader'

/** How often a leader gives a sign of life, as far as the browser lets its timers run. */
const SIGN_EVERY_MS = 400
/**
 * Silence after which a follower asks the leader for a sign, and how long it waits for the
 * answer. Timers of a hidden tab fire once a second, later once a minute, so silence alone says
 * nothing about the leader. Messages aren't throttled: a leader that is alive answers at once.
 */
const PATIENCE = {
  inView: { quietMs: 600, answerMs: 500 },
  hidden: { quietMs: 1200, answerMs: 1500 },
}

/**
 * How far above every known leadership a number may be. Each one is one above the one before,
 * and no browser has a million of them between two signs that a tab hears. A number beyond that
 * is invalid, and counting on from it would end at numbers that no tab accepts.
 */
const MAX_LEAP = 2 ** 20

/** What this tab knows about the leadership. */
export type Leadership = {
  /** Whether this tab polls. */
  isLeader: boolean
  /** The highest leadership heard of; 0: none yet. */
  epoch: number
  /** Tabs can't elect a leader in this browser, so each polls for itself, less often. */
  isAlone: boolean
}

/** What this tab knows about the leadership. */
export const leadershipStore = perRuntime(() =>
  createStore<Leadership>()(() => ({ isLeader: false, epoch: 0, isAlone: false })),
)

/** The part of the Web Locks API that is used. */
export type Locks = {
  request: (
    name: string,
    options: { steal?: boolean; signal?: AbortSignal },
    whileHeld: () => Promise<unknown>,
  ) => Promise<unknown>
}

/** A leader's sign of life, or a follower's question for one. */
const signSchema = v.object({
  epoch: count,
  isAsking: v.optional(v.boolean()),
})

/** The edges of the election. */
export type LeadershipPorts = {
  locks: Locks | undefined
  channel: Channel | null
  /** See GateStores.claimLead. */
  claimLead: (heardEpoch: number) => Promise<number>
  /** See GateStores.latestLead. */
  latestLead: () => number
  now: () => number
  setTimer: (run: () => void, ms: number) => unknown
  isInView: () => boolean
  /** Called with a listener for changes of isInView. */
  onViewChange: (listener: () => void) => void
  /** Called with a listener for the page being frozen or thawed. */
  onFreezeChange: (listener: (isFrozen: boolean) => void) => void
  set: (change: Partial<Leadership>) => void
  /** Where a sign that can't be read is reported. */
  storage: ConsoleStorage
}

/**
 * Takes part in the election. A tab that becomes visible takes the leadership, so that the tab
 * the user looks at is never throttled or frozen as a follower. A leader that closes or crashes
 * loses its lock, and the next in line follows at once. One that hangs or is frozen without
 * warning answers no question, and a follower takes the lock from it. A page that hears that it
 * will be frozen releases the lock, because it would still answer but no longer poll. Without
 * Web Locks or BroadcastChannel, or when the browser refuses them because site data is blocked,
 * every tab leads itself.
 */
export function joinLeadership(ports: LeadershipPorts): void {
  const { locks, channel } = ports
  let isAlone = false
  const leadAlone = () => {
    isAlone = true
    ports.set({ isLeader: true, isAlone })
  }
  if (!locks || !channel) {
    leadAlone()
    return
  }
  let epoch = 0
  let isLeader = false
  // Counts the requests for the lock, so that results of a replaced request are ignored.
  let attempt = 0
  let inLine = new AbortController()
  let letGo = () => {}
  const giveSign = (isAsking = false) =>
    channel.postMessage({ epoch, isAsking } satisfies v.InferOutput<typeof signSchema>)
  const set = (leads: boolean, known: number) => {
    isLeader = leads
    epoch = Math.max(epoch, known)
    ports.set({ isLeader, epoch })
  }

  /**
   * Gets a number for a leadership that the lock allows; false when the lock was lost
   * meanwhile.
   */
  const claim = async (mine: number): Promise<boolean> => {
    const claimed = await ports.claimLead(epoch)
    if (mine !== attempt) return false
    set(true, claimed)
    giveSign()
    return true
  }

  const take = async (steal: boolean): Promise<void> => {
    attempt += 1
    const mine = attempt
    // Leaves the line when it goes to its head.
    inLine.abort()
    inLine = new AbortController()
    let isHeld = false
    try {
      await locks.request(LOCK, steal ? { steal } : { signal: inLine.signal }, async () => {
        isHeld = true
        // Returning releases the lock to the next in line.
        if (mine !== attempt || !(await claim(mine))) return null
        // Held until the tab ends, is frozen, or another tab takes it.
        return new Promise<void>((resolve) => {
          letGo = resolve
        })
      })
    } catch (reason) {
      if (mine !== attempt) return
      // Only a granted lock can be taken by another tab. Every other reason would recur with
      // the next request.
      if (isHeld && reason instanceof DOMException && reason.name === 'AbortError') {
        set(false, epoch)
        void take(false)
      } else leadAlone()
    }
  }

  const silence = createSilenceWatch(ports, {
    isFollowing: () => !isAlone && !isLeader,
    ask: () => giveSign(true),
    onSilence: () => void take(true),
  })
  channel.addEventListener('message', ({ data }) => {
    const sign = parseMessage(ports.storage, signSchema, data)
    if (isAlone || !sign) return
    if (sign.isAsking) {
      if (isLeader) giveSign()
    } else if (
      sign.epoch >= epoch &&
      sign.epoch <= Math.max(epoch, ports.latestLead()) + MAX_LEAP
    ) {
      silence.heard()
      // A later leadership has begun; the rejection of the lock may come later.
      set(isLeader && sign.epoch === epoch, sign.epoch)
    }
  })

  const look = () => {
    if (isAlone) return
    if (isLeader) {
      giveSign()
      // A tab that lost the lock while it got its number has shut this one out with it.
      if (ports.latestLead() > epoch) void claim(attempt)
    } else silence.askIfQuiet()
    ports.setTimer(look, SIGN_EVERY_MS)
  }

  void take(ports.isInView())
  ports.onViewChange(() => {
    if (ports.isInView() && !isLeader && !isAlone) void take(true)
  })
  ports.onFreezeChange((isFrozen) => {
    if (isAlone) return
    if (!isFrozen) {
      if (!isLeader) void take(ports.isInView())
      return
    }
    // Out of the line as well, or the lock would be granted to a tab that can't use it.
    attempt += 1
    inLine.abort()
    letGo()
    set(false, epoch)
  })
  ports.setTimer(look, SIGN_EVERY_MS)
}

/**
 * Notices when a leader has given no sign for too long: asks for one, and calls `onSilence` when no
 * answer comes.
 * @param tab `isFollowing`: whether another tab leads this one
 */
function createSilenceWatch(
  ports: LeadershipPorts,
  tab: { isFollowing: () => boolean; ask: () => void; onSilence: () => void },
): { heard: () => void; askIfQuiet: () => void } {
  let heardAtMs = ports.now()
  let signsHeard = 0
  let isWaiting = false
  const patience = () => (ports.isInView() ? PATIENCE.inView : PATIENCE.hidden)
  const askIfQuiet = () => {
    const sinceMs = Math.abs(ports.now() - heardAtMs)
    if (!tab.isFollowing() || isWaiting || sinceMs <= patience().quietMs) return
    isWaiting = true
    const before = signsHeard
    tab.ask()
    ports.setTimer(() => {
      isWaiting = false
      if (signsHeard > before) askIfQuiet()
      else if (tab.isFollowing()) {
        heardAtMs = ports.now()
        tab.onSilence()
      }
    }, patience().answerMs)
  }
  return {
    heard: () => {
      heardAtMs = ports.now()
      signsHeard += 1
    },
    askIfQuiet,
  }
}
