import type { GateStores } from '../gate/store.ts'
import type { Channel } from '../util/channel.ts'
import { joinLeadership, type Locks, leadershipStore } from './leadership.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { joinTabs } from './broadcast.ts'
import type { Talk } from './talk.ts'
import { catchUp, type PageEdge, watchWake } from './page-lifecycle.ts'

/** What a tab needs from its browser. */
export type Browser = {
  stores: GateStores
  /** Missing when the page isn't a secure context. */
  locks: Locks | undefined
  /** A channel to the other tabs by its name; null when the browser has none. */
  openChannel: (name: string) => Channel | null
  page: PageEdge
  /** What the rooms above share with the other tabs. */
  talk: Talk
}

/**
 * How long a list that isn't on screen is kept, ms. It belongs to an account that was edited or
 * removed, and another tab may still send it.
 */
const UNOBSERVED_KEPT_MS = 60_000

/**
 * Makes this tab one of its browser's tabs: it leads or follows, sends and receives, sleeps and
 * wakes.
 */
export function joinBrowser(runtime: Runtime, browser: Browser): void {
  const { page } = browser
  runtime.queryClient.setQueryDefaults(['sessions'], { gcTime: UNOBSERVED_KEPT_MS })
  joinOthers(runtime, browser)
  watchWake(runtime, page, () => void catchUp(runtime))
}

/**
 * Listens to the other tabs before it takes part in the election: a leader that can't send
 * messages would leave the others without lists. A tab without a channel polls for itself.
 */
function joinOthers(runtime: Runtime, browser: Browser): void {
  const tabs = browser.openChannel('rrc-tabs')
  if (tabs) joinTabs(runtime, tabs, browser.talk)
  lead(runtime, tabs ? browser : { ...browser, locks: undefined })
}

function lead(runtime: Runtime, browser: Browser): void {
  const { stores, locks, openChannel, page } = browser
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
    set: (change) => leadershipStore(runtime).setState(change),
    storage: runtime.browser.storage,
  })
}
