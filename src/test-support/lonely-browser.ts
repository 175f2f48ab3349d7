import { environmentManager } from '@tanstack/react-query'
import { afterEach, beforeEach, vi } from 'vitest'
import { createMemoryStores } from '../gate/store.ts'
import type { PageEdge } from '../tabs/page-lifecycle.ts'
import type { Browser } from '../tabs/join-tabs.ts'
import { createFakeLocks } from './fake-locks.ts'

/** A browser with a single tab, for tests that need no second one. */

/**
 * A browser whose only tab stays in view, and is neither frozen nor left.
 * @param onListen called when the tab adds a listener to its page or its channel
 */
export function lonelyBrowser(onListen: () => void = () => {}): Omit<Browser, 'talk'> {
  return {
    stores: createMemoryStores(),
    locks: createFakeLocks().of({}, (task) => task()),
    openChannel: () => ({ postMessage: () => {}, addEventListener: onListen }),
    page: pageInView(onListen),
  }
}

/**
 * A page that stays in view, and is neither frozen nor left.
 * @param onListen called when a listener is added to it
 */
export function pageInView(onListen: () => void = () => {}): PageEdge {
  return {
    isHidden: () => false,
    onHiddenChange: onListen,
    onReturn: onListen,
    onFreezeChange: onListen,
  }
}

/**
 * Gives every test of a file a clock that only the test moves, from the first moment of 2026.
 * React Query sets its timers as it does in a browser.
 */
export function setClockByHand(): void {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse('2026-01-01T00:00:00Z') })
    environmentManager.setIsServer(() => false)
  })
  afterEach(() => {
    vi.useRealTimers()
    environmentManager.setIsServer(() => true)
  })
}
