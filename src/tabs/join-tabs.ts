import type { GateStores } from '../gate/store.ts'
import type { Channel } from '../util/channel.ts'
import { joinLeadership, type Locks, leadershipStore } from './leadership.ts'
import type { Runtime } from '../runtime/runtime.ts'
import type { joinTabs } from './broadcast.ts'
import { catchUp, type PageEdge, watchWake } from './page-lifecycle.ts'

type Talk = { joinTabs: typeof joinTabs }

const fetchTalk = (): Promise<Talk> => import('./broadcast.ts')

// Comes on its own, begun at once: the first picture of a page doesn't need the other tabs.
let begun: Promise<Talk> | null = fetchTalk()
// Whoever asks for it is told; until then nobody is there to hear.
begun.catch(() => {})

const loadTalk = (): Promise<Talk> => {
  const talk = begun ?? fetchTalk()
  begun = null
  return talk
}

/** Waits before the talk of the tabs is fetched again, ms. */
const FETCH_AGAIN_AFTER_MS = [1000, 2000, 4000]

/** What a tab needs of its browser. */
export type Browser = {
  stores: GateStores
  /** Missing where the page is no secure context. */
  locks: Locks | undefined
  /** A channel to the other tabs by its name; null where the browser has none. */
  openChannel: (name: string) => Channel | null
  page: PageEdge
  /** Fetches the code for the talk of the tabs. */
  loadTalk?: () => Promise<Talk>
}

/**
 * How long a list is kept that is not on screen, ms: that of an account which was edited or
 * removed, also when another tab still tells of it.
 */
const UNOBSERVED_KEPT_MS = 60_000

/** Fetches the talk of the tabs; null when it doesn't come in several tries. */
const patientTalk = async (
  load: () => Promise<Talk>,
  setTimer: Runtime['ports']['setTimer'],
): Promise<Talk | null> => {
  for (const waitMs of [...FETCH_AGAIN_AFTER_MS, null]) {
    try {
      return await load()
    } catch {
      if (waitMs !== null)
        await new Promise<void>((resolve) => {
          setTimer(resolve, waitMs)
        })
    }
  }
  return null
}

const lead = (runtime: Runtime, browser: Browser): void => {
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
  })
}

/**
 * Joins the talk of the tabs, and only then the choice of a leader: the others would get no
 * lists from a leader that can't tell them. A tab that can't talk asks for itself.
 */
const joinOthers = async (runtime: Runtime, browser: Browser): Promise<void> => {
  const tabs = browser.openChannel('rrc-tabs')
  const { setTimer } = runtime.ports
  const talk = tabs && (await patientTalk(browser.loadTalk ?? loadTalk, setTimer))
  if (tabs && talk) talk.joinTabs(runtime, tabs)
  lead(runtime, talk ? browser : { ...browser, locks: undefined })
}

/** Makes this tab one of its browser's: it leads or follows, tells and hears, sleeps and wakes. */
export const joinBrowser = (runtime: Runtime, browser: Browser): void => {
  const { page } = browser
  runtime.queryClient.setQueryDefaults(['sessions'], { gcTime: UNOBSERVED_KEPT_MS })
  void joinOthers(runtime, browser)
  watchWake(runtime, page, () => void catchUp(runtime))
}
