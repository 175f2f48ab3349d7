import { QueriesObserver } from '@tanstack/react-query'
import { leadershipStore } from '../tabs/leadership.ts'
import { createNamedLocks } from './named-locks.ts'
import { listPolls } from '../sessions/polling.ts'
import { createRuntime, type Runtime } from '../runtime/runtime.ts'
import { type Browser, joinBrowser } from '../tabs/join-tabs.ts'
import type { ServicePorts } from '../service/ports.ts'
import { portsOf } from './service-ports.ts'
import type { Account } from '../accounts/accounts.ts'
import { gatesOf } from '../calls/gates.ts'
import { setCredential } from '../accounts/credentials.ts'
import { accountsStore } from '../accounts/accounts.ts'
import { createMemoryConsoleDb } from './memory-rows.ts'
import type { RowDatabase } from '../util/row-database.ts'
import { sessionTalk } from '../sessions/session-talk.ts'
import { createStorage } from '../util/storage.ts'
import { createFakeWebStorage } from './fake-web-storage.ts'

/**
 * A tab of the console without its screen. Everything that makes calls is the product's own;
 * the observer of the lists stands in for React.
 */
export function openConsoleTab({
  account,
  accountKey,
  send,
  browser,
  tabId,
  ports,
  // A clock that is never set needs no monotonic one.
  monotonicNow = () => Date.now(),
  onMade = () => {},
  database = createMemoryConsoleDb(),
}: {
  account: Account
  accountKey: string
  send: ServicePorts['send']
  browser: Omit<Browser, 'talk'>
  tabId: string
  /** Clock and timers instead of the test's own. */
  ports?: Partial<ServicePorts>
  monotonicNow?: () => number
  /** Gets the runtime before anything uses it. */
  onMade?: (runtime: Runtime) => void
  /** The database of its browser. */
  database?: RowDatabase
}) {
  const runtime = createRuntime({
    ports: { ...portsOf(send), ...ports },
    stores: browser.stores,
    tabId,
    monotonicNow,
    // Like a browser's; actions are made in one tab only.
    locks: createNamedLocks().of({}),
    browser: {
      storage: createStorage(createFakeWebStorage().of()),
      database,
      openChannel: browser.openChannel,
    },
  })
  onMade(runtime)
  accountsStore(runtime).setState({ accounts: [account] })
  setCredential(runtime, account.id, { kind: 'key', accountKey })
  const refs = account.endpoints.map((endpoint) => ({ account, endpoint }))
  const polls = () =>
    listPolls(runtime, refs, {
      isLeader: leadershipStore(runtime).getState().isLeader,
      isHidden: browser.page.isHidden(),
      isUnlocked: () => true,
    })
  // React Query's own types of this class can't take typed queries; useQueries can.
  type Queries = ConstructorParameters<typeof QueriesObserver>[1]
  const observer = new QueriesObserver(runtime.queryClient, polls() as unknown as Queries)
  observer.subscribe(() => {})
  const follow = () => observer.setQueries(polls() as unknown as Queries)
  // Like a component: a sign of life alone changes nothing.
  leadershipStore(runtime).subscribe(({ isLeader }, before) => {
    if (isLeader !== before.isLeader) follow()
  })
  browser.page.onHiddenChange(follow)
  joinBrowser(runtime, { talk: sessionTalk, ...browser })
  return {
    runtime,
    refs,
    gates: gatesOf(runtime),
    lead: () => leadershipStore(runtime).getState(),
    isLeader: () => leadershipStore(runtime).getState().isLeader,
  }
}
