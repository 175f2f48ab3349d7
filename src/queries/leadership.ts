import { create } from 'zustand'

/**
 * One tab of the browser polls; the others show what it tells them. Every lead has a number,
 * its epoch; what an earlier lead still wants to ask or tell is refused by it.
 */

const LOCK = 'rrc-leader'

/** A follower looks this often whether the leader is alive. */
const LOOK_EVERY_MS = 400
/** Looks without a sign that replace it: more than one, for the follower may have slept itself. */
const SILENT_LOOKS = 3

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
    options: { steal?: boolean },
    whileHeld: () => Promise<unknown>,
  ) => Promise<unknown>
}

/** The part of a BroadcastChannel that is used. */
export type Channel = {
  postMessage: (message: unknown) => void
  addEventListener: (type: 'message', listener: (event: { data: unknown }) => void) => void
}

type LeadMessage = { type: 'where' } | { type: 'here'; epoch: number }

/** The edges of the choice of a leader. */
export type LeadershipPorts = {
  locks: Locks | undefined
  channel: Channel | null
  /** See GateStores.claimLead. */
  claimLead: (heardEpoch: number) => Promise<number>
  /** See GateStores.latestLead. */
  latestLead: () => number
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
  const post = (message: LeadMessage) => channel.postMessage(message)
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
    post({ type: 'here', epoch: claimed })
    return true
  }

  const take = (steal: boolean): void => {
    attempt += 1
    const mine = attempt
    locks
      .request(LOCK, steal ? { steal } : {}, async () => {
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

  // Any sign of the leader, asked for by this tab or another.
  let hasHeard = false
  channel.addEventListener('message', ({ data }) => {
    const message = data as LeadMessage
    if (message.type === 'where') {
      if (isLeader) post({ type: 'here', epoch })
    } else if (message.epoch >= epoch) {
      hasHeard = true
      // A later lead has begun; the lock's own word may come later.
      set(isLeader && message.epoch === epoch, message.epoch)
    }
  })

  let silentLooks = 0
  const look = () => {
    silentLooks = isLeader || hasHeard ? 0 : silentLooks + 1
    if (silentLooks > 0) post({ type: 'where' })
    // A tab that lost the lock while it numbered its lead has shut this one out with it.
    if (isLeader && ports.latestLead() > epoch) void claim(attempt)
    hasHeard = false
    if (silentLooks >= SILENT_LOOKS) {
      silentLooks = 0
      take(true)
    }
    ports.setTimer(look, LOOK_EVERY_MS)
  }

  take(ports.isInView())
  ports.onViewChange(() => {
    if (ports.isInView() && !isLeader) take(true)
  })
  ports.setTimer(look, LOOK_EVERY_MS)
}
