import { expect, test, vi } from 'vitest'
import { accountsStore, followAccountsElsewhere, putAccount } from '../accounts/accounts.ts'
import { credentialsStore, setCredential } from '../accounts/credentials.ts'
import { createMemoryStores } from '../gate/store.ts'
import { preferencesStore, setPreferences } from '../runtime/preferences.ts'
import { followPreferencesElsewhere } from '../runtime/preferences.ts'
import { createRuntime } from '../runtime/runtime.ts'
import { toRow } from '../sessions/fleet-model.ts'
import { refreshList } from '../sessions/load-sessions.ts'
import { listOf } from '../sessions/session-list.ts'
import { sessionTalk } from '../sessions/session-talk.ts'
import { stopSession } from '../sessions/stop-session.ts'
import { unsentActionsStore } from '../sessions/unsent-actions-table.ts'
import { createIntentsStore } from '../starts/create-intents-table.ts'
import { createSession } from '../starts/create-session.ts'
import { createFakeChannels } from '../test-support/fake-channels.ts'
import { createFakeLocks } from '../test-support/fake-locks.ts'
import { createFakeWebStorage } from '../test-support/fake-web-storage.ts'
import { createNamedLocks } from '../test-support/named-locks.ts'
import { pageInView, setClockByHand } from '../test-support/lonely-browser.ts'
import { portsOf } from '../test-support/service-ports.ts'
import { beginService } from '../test-support/simulated-service.ts'
import { createMemoryConsoleDb } from '../test-support/memory-rows.ts'
import { joinBrowser } from '../tabs/join-tabs.ts'
import { createStorage } from '../util/storage.ts'
import { newAlert } from './alerts.ts'
import { alertsStore, changeAlerts, raiseAlerts } from './alerts-store.ts'
import {
  autoExtendRulesStore,
  followAutoExtendRulesElsewhere,
  setAutoExtendRule,
} from './auto-extend-rules.ts'
import { openConsoleTables } from './console-tables.ts'
import { historyStore, localActionsStore } from './history-store.ts'
import { startMonitor } from './start-monitor.ts'

/** Three tabs of one browser, each with a runtime of its own, in one process. */

const SECOND = 1000
const MINUTE = 60 * SECOND

setClockByHand()

const openThree = async () => {
  const { simulator, account, accountKey } = await beginService()
  const webStorage = createFakeWebStorage()
  const database = createMemoryConsoleDb()
  const channels = createFakeChannels()
  const leadLocks = createFakeLocks()
  const taskLocks = createNamedLocks()
  const stores = createMemoryStores()
  const openTab = async (index: number) => {
    const owner = {}
    const runtime = createRuntime({
      ports: portsOf((request) => simulator.send(request)),
      stores,
      tabId: `tab ${index}`,
      locks: taskLocks.of(owner),
      monotonicNow: () => Date.now(),
      browser: {
        storage: createStorage(webStorage.of(owner)),
        database,
        openChannel: channels.of(owner),
      },
    })
    followAccountsElsewhere(runtime)
    followPreferencesElsewhere(runtime)
    followAutoExtendRulesElsewhere(runtime)
    joinBrowser(runtime, {
      stores,
      locks: leadLocks.of(owner, (task) => task()),
      openChannel: channels.of(owner),
      page: { ...pageInView(), isHidden: () => index > 0 },
      talk: sessionTalk,
    })
    await openConsoleTables(runtime)
    startMonitor(runtime, () => {})
    return runtime
  }
  const [one, two, three] = [await openTab(0), await openTab(1), await openTab(2)]
  await vi.advanceTimersByTimeAsync(SECOND)
  const tabs = [one, two, three]
  putAccount(one, { ...account, simulatedSpeed: null })
  setCredential(one, account.id, { kind: 'key', accountKey })
  await vi.advanceTimersByTimeAsync(SECOND)
  const ref = { account, endpoint: account.endpoints[0] ?? '' }
  return { one, two, three, tabs, ref, account }
}

test('an account, its key, a preference and a rule that one tab sets are in the others', async () => {
  const { one, two, tabs, account } = await openThree()
  setPreferences(two, { theme: 'dark' })
  const rule = { stepMs: 15 * MINUTE, untilMs: null, capLeaseMs: null, capCost: null }
  setAutoExtendRule(one, 'a session', rule)
  await vi.advanceTimersByTimeAsync(SECOND)
  for (const tab of tabs) {
    expect(
      accountsStore(tab)
        .getState()
        .accounts.map(({ id }) => id),
    ).toEqual([account.id])
    expect(credentialsStore(tab).getState().byAccount[account.id]).toBeDefined()
    expect(preferencesStore(tab).getState().theme).toBe('dark')
    expect(autoExtendRulesStore(tab).getState().bySession).toEqual({ 'a session': rule })
  }
})

test('a create and a stop in one tab are rows, lists and history in the others', async () => {
  const { one, two, tabs, ref } = await openThree()
  const wanted = { id: 'one', size: 'Standard', leaseMs: 60 * MINUTE, models: [] }
  void createSession(two, ref, wanted)
  await vi.advanceTimersByTimeAsync(MINUTE)
  const list = refreshList(one, ref)
  await vi.advanceTimersByTimeAsync(10 * SECOND)
  expect((await list).ok).toBe(true)
  for (const tab of tabs) {
    expect([...createIntentsStore(tab).getState().rows.values()]).toMatchObject([
      { wanted: { id: 'one' }, end: 'adopted' },
    ])
    expect(listOf(tab, ref)?.sessions.map(({ id }) => id)).toEqual(['one'])
  }

  const session = listOf(two, ref)?.sessions[0]
  if (!session) throw new Error('the session is listed')
  const row = toRow(ref, session)
  void stopSession(two, row)
  await vi.advanceTimersByTimeAsync(MINUTE)
  for (const tab of tabs) {
    expect([...unsentActionsStore(tab).getState().rows.values()]).toMatchObject([
      { kind: 'stop', sessionId: 'one', end: 'over' },
    ])
    expect(localActionsStore(tab).getState().rows.get(row.key)?.stoppedAtMs).not.toBeNull()
    expect([...historyStore(tab).getState().rows.values()]).toMatchObject([
      { sessionId: 'one', startedBy: 'here' },
    ])
  }
})

test('an alert is raised by one tab, and dismissed in all of them', async () => {
  const { one, three, tabs } = await openThree()
  const alert = newAlert({ id: 'a', kind: 'ready' }, Date.now())
  const raised = await Promise.all(tabs.map((tab) => raiseAlerts(tab, [alert])))
  expect(raised.flat()).toHaveLength(1)
  changeAlerts(three, [alert], { isDismissed: true })
  await vi.advanceTimersByTimeAsync(SECOND)
  for (const tab of tabs)
    expect(alertsStore(tab).getState().rows.get('a')?.isDismissed).toBe(true)
  expect(alertsStore(one)).not.toBe(alertsStore(three))
})
