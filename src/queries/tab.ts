import type { GateStores } from '../gate/store.ts'
import type { Channel } from '../util/channel.ts'
import { joinLeadership, type Locks, useLeadership } from './leadership.ts'
import type { Runtime } from './runtime.ts'
import { catchUp, type PageEdge, watchWake } from './wake.ts'

// Comes on its own, begun at once: the first picture of a page doesn't need the other tabs.
const talk = import('./tabs.ts')

/** What a tab needs of its browser. */
export type Browser = {
  stores: GateStores
  /** Missing where the page is no secure context. */
  locks: Locks | undefined
  /** A channel to the other tabs by its name; null where the browser has none. */
  openChannel: (name: string) => Channel | null
  page: PageEdge
}

/**
 * How long a list is kept that is not on screen, ms: that of an account which was edited or
 * removed, also when another tab still tells of it.
 */
const UNOBSERVED_KEPT_MS = 60_000

/** Makes this tab one of its browser's: it leads or follows, tells and hears, sleeps and wakes. */
export const joinBrowser = (runtime: Runtime, browser: Browser): void => {
  const { stores, locks, openChannel, page } = browser
  runtime.queryClient.setQueryDefaults(['sessions'], { gcTime: UNOBSERVED_KEPT_MS })
  joinLeadership({
    locks,
    channel: openChannel('rrc-lead'),
    claimLead: stores.claimLead,
    latestLead: stores.latestLead,
    now: runtime.ports.now,
    setTimer: runtime.ports.setTimer,
    isInView: () => !page.isHidden(),
    onViewChange: page.onHiddenChange,
    onFreezeChange: page.onFreezeChange,
    set: (change) => useLeadership.setState(change),
  })
  const tabs = openChannel('rrc-tabs')
  if (tabs)
    void talk.then(({ joinTabs }) => joinTabs(runtime.queryClient, tabs, runtime.ports.now))
  const clocks = { ...runtime.ports, monotonicNow: runtime.monotonicNow }
  watchWake(clocks, page, () => void catchUp(runtime))
}
