import { create } from 'zustand'
import type { Channel } from '../util/channel.ts'

/**
 * One tab of the browser polls; the others show what it tells them. Every lead has a number,
 * its epoch; what an earlier lead still wants to ask or tell is refused by it.
 */

const LOCK = 'rrc-leader'

/** The leader gives a sign this often; a browser may slow the timers of a tab in the background. */
const SIGN_EVERY_MS = 400
/** A leader that misses two of its signs, and this much more, is replaced. */
const GRACE_MS = 100
/** A tab that had no turn for this long slept itself, and proves nothing. */
const SLEPT_MS = 90_000

/** What this tab knows of the lead. */
export type Leadership = {
  /** Whether this tab polls. */
  isLeader: boolean
  /** The highest lead heard of; 0: none yet. */
  epoch: number
  /** Tabs can't agree in this browser, so each asks for itself, less often. */
  isAlone: boolean
}

export const useLeadership = create<Leadership>(() => ({
  isLeader: false,
  epoch: 0,
  isAlone: false,
}))

/** The part of the Web Locks API that is used. */
export type Locks = {
  request: (
    name: string,
    options: { steal?: boolean; signal?: AbortSignal },
    whileHeld: () => Promise<unknown>,
  ) => Promise<unknown>
}

/** The leader's sign of life. */
type Sign = {
  epoch: number
  /** Time between its last two, ms. */
  rhythmMs: number
}

/** The edges of the choice of a leader. */
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
  set: (change: Partial<Leadership>) => void
}

/**
 * Takes part in the choice of the leader. A tab that comes into view takes the lead, so that
 * the tab somebody looks at is never slowed down or frozen with it. A leader that closes or
 * crashes loses the lock by itself, and the next in line follows at once; one that hangs or is
 * frozen gives no sign, and a follower takes the lock from it. Without Web Locks or
 * BroadcastChannel every tab leads itself.
 */
export const joinLeadership = (ports: LeadershipPorts): void => {
  const { locks, channel } = ports
  if (!locks || !channel) {
    ports.set({ isLeader: true, isAlone: true })
    return
  }
  let epoch = 0
  let isLeader = false
  // Counts the tries for the lock: what an overtaken try finds out is void.
  let attempt = 0
  let inLine = new AbortController()
  const giveSign = (lastGapMs: number) =>
    channel.postMessage({ epoch, rhythmMs: lastGapMs } satisfies Sign)
  const set = (leads: boolean, known: number) => {
    isLeader = leads
    epoch = Math.max(epoch, known)
    ports.set({ isLeader, epoch })
  }

  /** Numbers a lead that the lock allows; false when it was lost meanwhile. */
  const claim = async (mine: number): Promise<boolean> => {
    const claimed = await ports.claimLead(epoch)
    if (mine !== attempt) return false
    set(true, claimed)
    giveSign(SIGN_EVERY_MS)
    return true
  }

  const take = (steal: boolean): void => {
    attempt += 1
    const mine = attempt
    // Leaves the line when it goes to its head.
    inLine.abort()
    inLine = new AbortController()
    locks
      .request(LOCK, steal ? { steal } : { signal: inLine.signal }, async () => {
        // Returning gives the lock to the next in line.
        if (mine !== attempt || !(await claim(mine))) return null
        // Held until the tab ends or another takes it.
        return new Promise<never>(() => {})
      })
      .catch(() => {
        if (mine !== attempt) return
        // Taken by another: line up again.
        set(false, epoch)
        take(false)
      })
  }

  let heardAtMs = ports.now()
  let rhythmMs = SIGN_EVERY_MS
  channel.addEventListener('message', ({ data }) => {
    const sign = data as Sign
    if (sign.epoch < epoch) return
    heardAtMs = ports.now()
    ;({ rhythmMs } = sign)
    // A later lead has begun; the lock's own word may come later.
    set(isLeader && sign.epoch === epoch, sign.epoch)
  })

  let lookedAtMs = ports.now()
  const look = () => {
    const nowMs = ports.now()
    const sinceMs = Math.abs(nowMs - lookedAtMs)
    lookedAtMs = nowMs
    if (sinceMs > SLEPT_MS) heardAtMs = nowMs
    if (isLeader) {
      giveSign(Math.max(SIGN_EVERY_MS, sinceMs))
      // A tab that lost the lock while it numbered its lead has shut this one out with it.
      if (ports.latestLead() > epoch) void claim(attempt)
    } else if (Math.abs(nowMs - heardAtMs) > 2 * rhythmMs + GRACE_MS) {
      heardAtMs = nowMs
      take(true)
    }
    ports.setTimer(look, SIGN_EVERY_MS)
  }

  take(ports.isInView())
  ports.onViewChange(() => {
    if (ports.isInView() && !isLeader) take(true)
  })
  ports.setTimer(look, SIGN_EVERY_MS)
}
