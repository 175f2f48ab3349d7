import { create } from 'zustand'

/** One tab of the browser polls; the others show what it tells them. */

const LOCK = 'rrc-leader'

/** Whether this tab polls. */
export const useLeadership = create<{ isLeader: boolean }>(() => ({ isLeader: false }))

/**
 * Takes part in the choice of the leader. A tab that comes into view takes the lead, so that
 * the tab somebody looks at is never slowed down or frozen with it; a leader that closes or
 * crashes loses the lock by itself, and the next in line follows at once. Without Web Locks
 * every tab leads itself.
 */
export const joinLeadership = (locks: LockManager | undefined, page: Document): void => {
  const set = (isLeader: boolean) => useLeadership.setState({ isLeader })
  if (!locks) {
    set(true)
    return
  }
  const take = (steal: boolean): void => {
    locks
      .request(LOCK, steal ? { steal } : {}, () => {
        set(true)
        // Held until the tab ends or another takes it.
        return new Promise<never>(() => {})
      })
      .catch(() => {
        // Taken by a tab in view: line up again.
        set(false)
        take(false)
      })
  }
  const isInView = () => page.visibilityState === 'visible'
  take(isInView())
  page.addEventListener('visibilitychange', () => {
    if (isInView() && !useLeadership.getState().isLeader) take(true)
  })
}
