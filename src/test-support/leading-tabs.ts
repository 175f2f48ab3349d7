import { vi } from 'vitest'
import {
  joinLeadership,
  type Leadership,
  type LeadershipPorts,
  type Locks,
} from '../tabs/leadership.ts'
import { createStorage, NO_STORAGE } from '../util/storage.ts'

/**
 * One tab and its part in the election of the leader. The test plays the lock, the others, and
 * the page.
 */

/** A tab's request for the lock. */
type Request = {
  name: string
  isSteal: boolean
  /** Whether the tab has withdrawn its request. */
  hasLeft: () => boolean
  /** Grants the lock. */
  grant: () => Promise<void>
  /** Whether the tab keeps the lock that it was granted. */
  isKept: () => boolean
  /** Refuses the lock, or steals it. */
  refuse: (reason: unknown) => Promise<void>
}

/** A browser's error when a lock was stolen, or a request for it was aborted. */
export function stolen() {
  return new DOMException('stolen', 'AbortError')
}
/** Runs what is due now. */
export function settled() {
  return vi.advanceTimersByTimeAsync(0)
}

/** A lock that the test grants, refuses, and steals. @param requests records who requests it */
function locksOf(requests: Request[]): Locks {
  return {
    request: (name, { steal = false, signal }, whileHeld) =>
      new Promise((resolve, reject) => {
        let isKept = false
        requests.push({
          name,
          isSteal: steal,
          hasLeft: () => signal?.aborted ?? false,
          grant: () => {
            isKept = true
            void whileHeld().then((value) => {
              isKept = false
              resolve(value)
            })
            return settled().then(() => {})
          },
          isKept: () => isKept,
          refuse: (reason) => {
            reject(reason as Error)
            return settled().then(() => {})
          },
        })
      }),
  }
}

/**
 * A tab on the timers of the test.
 * @param options `claim`: returns the number of a leadership, at once unless the test waits
 */
export async function openTab({
  isInView = false,
  claim = async (heard: number) => heard + 1,
  ...ports
}: {
  isInView?: boolean
  claim?: (heard: number) => Promise<number>
} & Partial<Pick<LeadershipPorts, 'locks' | 'channel'>> = {}) {
  const page = { isInView, tellView: () => {}, tellFreeze: (_isFrozen: boolean) => {} }
  const requests: Request[] = []
  const sent: unknown[] = []
  const stored = { lead: 0 }
  const lead: Leadership = { isLeader: false, epoch: 0, isAlone: false }
  const listeners = new Map<string, (event: { data: unknown }) => void>()
  joinLeadership({
    locks: locksOf(requests),
    channel: {
      postMessage: (message) => sent.push(message),
      addEventListener: (type, listener) => listeners.set(type, listener),
    },
    claimLead: claim,
    latestLead: () => stored.lead,
    now: () => Date.now(),
    setTimer: (run, ms) => setTimeout(run, ms),
    isInView: () => page.isInView,
    onViewChange: (listener) => {
      page.tellView = listener
    },
    onFreezeChange: (listener) => {
      page.tellFreeze = listener
    },
    set: (change) => Object.assign(lead, change),
    storage: createStorage(NO_STORAGE),
    ...ports,
  })
  await settled()
  return {
    lead,
    requests,
    stored,
    /** The latest request. */
    last: (): Request => {
      const request = requests.at(-1)
      if (!request) throw new Error('no lock was asked for')
      return request
    },
    /** What was sent since the last check. */
    said: () => sent.splice(0),
    hear: (data: unknown) => {
      listeners.get('message')?.({ data })
      return settled()
    },
    pass: (ms: number) => vi.advanceTimersByTimeAsync(ms),
    show: (isNowInView: boolean) => {
      page.isInView = isNowInView
      page.tellView()
      return settled()
    },
    freeze: (isFrozen: boolean) => {
      page.tellFreeze(isFrozen)
      return settled()
    },
  }
}
