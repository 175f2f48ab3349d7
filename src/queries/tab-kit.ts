import { QueriesObserver } from '@tanstack/react-query'
import { useLeadership } from './leadership.ts'
import { createNamedLocks } from './named-locks-kit.ts'
import { listPolls } from './polling.ts'
import { createRuntime } from './runtime.ts'
import { type Browser, joinBrowser } from './tab.ts'
import type { ServicePorts } from '../service/ports.ts'
import { portsOf } from '../service/spec-kit.ts'
import type { Account } from '../stores/accounts.ts'
import { setCredential } from '../stores/credentials.ts'

/**
 * A tab of the console without its screen: everything that makes calls is the product's own,
 * the observer of the lists stands in for React.
 */
export const openConsoleTab = ({
  account,
  accountKey,
  send,
  browser,
  tabId,
  ports,
  // Without a clock that is set, the one on the wall will do.
  monotonicNow = () => Date.now(),
}: {
  account: Account
  accountKey: string
  send: ServicePorts['send']
  browser: Browser
  tabId: string
  /** Clock and timers in place of the test's own. */
  ports?: Partial<ServicePorts>
  monotonicNow?: () => number
}) => {
  const runtime = createRuntime({
    ports: { ...portsOf(send), ...ports },
    spacingMs: 5000,
    stores: browser.stores,
    tabId,
    monotonicNow,
    // As a browser has them; actions are asked for in one tab alone.
    locks: createNamedLocks().of({}),
  })
  setCredential(account.id, { kind: 'key', accountKey })
  const refs = account.endpoints.map((endpoint) => ({ account, endpoint }))
  const polls = () =>
    listPolls(runtime, refs, {
      isLeader: useLeadership.getState().isLeader,
      isHidden: browser.page.isHidden(),
      isUnlocked: () => true,
    })
  // React Query's own types of this class can't take typed queries; useQueries can.
  type Queries = ConstructorParameters<typeof QueriesObserver>[1]
  const observer = new QueriesObserver(runtime.queryClient, polls() as unknown as Queries)
  observer.subscribe(() => {})
  const follow = () => observer.setQueries(polls() as unknown as Queries)
  // As a component would: a sign of life alone changes nothing.
  useLeadership.subscribe(({ isLeader }, before) => {
    if (isLeader !== before.isLeader) follow()
  })
  browser.page.onHiddenChange(follow)
  joinBrowser(runtime, browser)
  return {
    runtime,
    refs,
    lead: () => useLeadership.getState(),
    isLeader: () => useLeadership.getState().isLeader,
  }
}
