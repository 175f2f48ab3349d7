import { afterEach, describe, expect, test, vi } from 'vitest'
import { accountsStore } from '../accounts/accounts.ts'
import { setCredential } from '../accounts/credentials.ts'
import type { ServicePorts } from '../service/ports.ts'
import type { SimulatorOptions } from '../simulator/options.ts'
import { setPreferences } from '../runtime/preferences.ts'
import { autoExtendRulesStore, setAutoExtendRule } from './auto-extend-rules.ts'
import { historyStore } from './history-store.ts'
import type { Alert } from './alerts.ts'
import { extendSession } from '../sessions/extend-session.ts'
import { stopSession } from '../sessions/stop-session.ts'
import { createSession } from '../starts/create-session.ts'
import { type FleetRow, sessionKey, toRow } from '../sessions/fleet-model.ts'
import { listedSession, listKey, listOf } from '../sessions/session-list.ts'
import { recalledStore } from '../sessions/recalled.ts'
import { locationKeyOf } from '../accounts/endpoint-lookup.ts'
import { beginService, HOST } from '../test-support/simulated-service.ts'
import { openConsoleTab } from '../test-support/console-tab.ts'
import { lonelyBrowser, setClockByHand } from '../test-support/lonely-browser.ts'
import { startMonitor } from './start-monitor.ts'

/** History, alerts and auto-extend against the simulator, on a clock that only the test moves. */

const MINUTE = 60_000

let stopWatching = () => {}

setClockByHand()
afterEach(() => stopWatching())

/** @param ports of the monitor, in place of the tab's own */
const setUp = async (
  change: Partial<SimulatorOptions> = {},
  ports: Partial<ServicePorts> = {},
) => {
  const { simulator, account, accountKey, options } = await beginService(change, {
    id: `account ${Math.random()}`,
  })
  const sent: Request[] = []
  const tab = openConsoleTab({
    account,
    accountKey,
    send: (request) => {
      sent.push(request.clone())
      return simulator.send(request)
    },
    tabId: 'the tab',
    browser: lonelyBrowser(),
  })
  const announced: Alert[] = []
  stopWatching = startMonitor(
    { ...tab.runtime, ports: { ...tab.runtime.ports, ...ports } },
    (alerts) => announced.push(...alerts),
  )
  const [ref] = tab.refs
  if (!ref) throw new Error('there is no endpoint')
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
  const rowOf = (id: string): FleetRow => {
    const session = listedSession(tab.runtime, ref, id)
    if (!session) throw new Error(`${id} is not listed`)
    return toRow(ref, session)
  }
  /** Starts a session and waits until it is Ready. */
  const start = async (id: string, leaseMs: number) => {
    void createSession(tab.runtime, ref, { id, size: 'Standard', leaseMs, models: [] })
    for (let minute = 0; minute < 20; minute += 1) {
      await pass(MINUTE)
      if (rowOf(id).session.status === 'Ready') return
    }
  }
  const entryOf = (id: string) =>
    [...historyStore(tab.runtime).getState().rows.values()].find(
      ({ sessionId }) => sessionId === id,
    )
  const getsOf = (id: string) =>
    sent.filter(({ method, url }) => method === 'GET' && url.includes(`/sessions/${id}?`))
      .length
  /** What a colleague's client does, without this console. */
  const colleague = async (id: string, init: RequestInit) => {
    const token = sent.findLast(({ url }) => url.includes(HOST))?.headers.get('authorization')
    await simulator.send(
      new Request(
        `https://${HOST}/accounts/${account.accountId}/sessions/${id}${init.method === 'DELETE' ? '/:stop' : ''}?api-version=2021-01-01`,
        {
          ...init,
          method: init.method === 'DELETE' ? 'POST' : (init.method ?? 'GET'),
          headers: { authorization: token ?? '', 'content-type': 'application/json' },
        },
      ),
    )
  }
  const kinds = () => announced.map(({ kind, minutes }) => [kind, minutes])
  return {
    ...tab,
    simulator,
    ref,
    pass,
    start,
    rowOf,
    entryOf,
    getsOf,
    colleague,
    kinds,
    options,
  }
}

test('a session that runs out raises its alerts, and is asked about once', async () => {
  const { start, pass, entryOf, getsOf, kinds } = await setUp()
  await start('one', 8 * MINUTE)
  await pass(15 * MINUTE)
  expect(entryOf('one')).toMatchObject({ reason: 'expired', startedBy: 'here' })
  expect(getsOf('one')).toBe(1)
  expect(kinds()).toEqual([
    ['ready', null],
    ['ending', 5],
    ['ending', 2],
    ['ending', 1],
    ['expired', null],
  ])
})

test('thirty sessions that end at once are each asked about, and the lists keep their pace', async () => {
  const { pass, entryOf, colleague, runtime, ref } = await setUp({ rateLimit: false })
  await pass(MINUTE)
  const ids = Array.from({ length: 30 }, (_, index) => `one-${index}`)
  for (const id of ids)
    await colleague(id, {
      method: 'PUT',
      body: JSON.stringify({ maxLeaseTimeMinutes: 5, size: 'Standard' }),
    })
  await pass(4 * MINUTE)
  let longestMs = 0
  for (let looks = 0; looks < 100; looks += 1) {
    await pass(10_000)
    const receivedAtMs = listOf(runtime, ref)?.receivedAtMs ?? 0
    longestMs = Math.max(longestMs, Date.now() - receivedAtMs)
  }
  expect(longestMs).toBeLessThan(20_000)
  expect(ids.map((id) => entryOf(id)?.reason)).toEqual(ids.map(() => 'expired'))
})

test('a session stopped here and one stopped elsewhere have different reasons', async () => {
  const { start, pass, rowOf, entryOf, colleague, runtime } = await setUp()
  await start('mine', 60 * MINUTE)
  await start('theirs', 60 * MINUTE)
  void stopSession(runtime, rowOf('mine'))
  await colleague('theirs', { method: 'DELETE' })
  await pass(5 * MINUTE)
  expect(entryOf('mine')?.reason).toBe('stopped-here')
  expect(entryOf('theirs')?.reason).toBe('stopped-elsewhere')
})

test('a lost reply to an extension is settled by a GET', async () => {
  const { start, pass, rowOf, runtime, simulator, options } = await setUp()
  await start('one', 60 * MINUTE)
  await simulator.setOptions({ ...options, scenario: 'lost-reply' })
  const extension = extendSession(runtime, rowOf('one'), { addMs: 15 * MINUTE })
  await pass(2 * MINUTE)
  expect(await extension).toMatchObject({ ok: true, leaseMs: 75 * MINUTE })
  expect(rowOf('one').session.leaseMs).toBe(75 * MINUTE)
})

test('a lease that a colleague extended meanwhile is a success, not an error', async () => {
  const { start, pass, rowOf, runtime, colleague } = await setUp()
  await start('one', 60 * MINUTE)
  const row = rowOf('one')
  await colleague('one', {
    method: 'PATCH',
    body: JSON.stringify({ maxLeaseTimeMinutes: 180 }),
  })
  const extension = extendSession(runtime, row, { toLeaseMs: 90 * MINUTE })
  await pass(MINUTE)
  expect(await extension).toMatchObject({ ok: true, leaseMs: 180 * MINUTE })
})

test('auto-extend goes up to its limit, then reports its end', async () => {
  const { start, pass, rowOf, kinds, runtime } = await setUp()
  setPreferences(runtime, { standardPerHour: 6 })
  await start('one', 10 * MINUTE)
  setAutoExtendRule(runtime, rowOf('one').key, {
    stepMs: 10 * MINUTE,
    untilMs: null,
    capLeaseMs: 30 * MINUTE,
    capCost: null,
  })
  const leases = new Set<number>()
  for (let minute = 0; minute < 29; minute += 1) {
    await pass(MINUTE)
    try {
      leases.add(rowOf('one').session.leaseMs / MINUTE)
    } catch {
      break
    }
  }
  expect([...leases]).toEqual([10, 20, 30])
  expect(kinds().filter(([kind]) => kind === 'renewal-failed')).toHaveLength(1)
})

test('a list raises alerts and extends leases even in a tab whose timers hardly ever fire', async () => {
  const { runtime, start, pass, rowOf, kinds } = await setUp({}, { setTimer: () => null })
  await start('warned', 7 * MINUTE)
  await start('renewed', 7 * MINUTE)
  setAutoExtendRule(runtime, rowOf('renewed').key, {
    stepMs: 10 * MINUTE,
    untilMs: null,
    capLeaseMs: null,
    capCost: null,
  })
  await pass(6 * MINUTE)
  expect(rowOf('renewed').session.leaseMs).toBe(17 * MINUTE)
  expect(kinds()).toContainEqual(['ending', 5])
  expect(kinds()).toContainEqual(['ending', 1])
})

describe('of an account that was added twice', () => {
  const rule = { stepMs: 10 * MINUTE, untilMs: null, capLeaseMs: null, capCost: null }
  const setUpTwins = async () => {
    const tab = await setUp()
    const { account } = tab.ref
    const twin = { ...account, id: 'the twin' }
    accountsStore(tab.runtime).setState({ accounts: [twin, account] })
    const keyAtTwin = sessionKey({ account: twin, endpoint: tab.ref.endpoint }, 'one')
    return { ...tab, twin, keyAtTwin }
  }

  test('unlocking the other one leaves the lease to be extended', async () => {
    const { runtime, start, pass, rowOf, twin } = await setUpTwins()
    await start('one', 7 * MINUTE)
    setAutoExtendRule(runtime, rowOf('one').key, rule)
    setCredential(runtime, twin.id, { kind: 'key', accountKey: 'the same' })
    await pass(6 * MINUTE)
    expect(rowOf('one').session.leaseMs).toBe(17 * MINUTE)
  })

  test('a rule that was set at the other one extends the lease', async () => {
    const { runtime, start, pass, rowOf, keyAtTwin } = await setUpTwins()
    await start('one', 7 * MINUTE)
    setAutoExtendRule(runtime, keyAtTwin, rule)
    await pass(6 * MINUTE)
    expect(rowOf('one').session.leaseMs).toBe(17 * MINUTE)
    expect(autoExtendRulesStore(runtime).getState().bySession).toEqual({
      [rowOf('one').key]: rule,
    })
  })

  test('where both have a rule, that of the one in use counts', async () => {
    const { runtime, start, pass, rowOf, keyAtTwin } = await setUpTwins()
    await start('one', 60 * MINUTE)
    setAutoExtendRule(runtime, rowOf('one').key, { ...rule, stepMs: 15 * MINUTE })
    setAutoExtendRule(runtime, keyAtTwin, rule)
    await pass(MINUTE)
    expect(autoExtendRulesStore(runtime).getState().bySession).toEqual({
      [rowOf('one').key]: { ...rule, stepMs: 15 * MINUTE },
    })
  })
})

test('what an earlier visit knew counts only while its region has not been listed', async () => {
  const { runtime, ref, start, pass } = await setUp()
  await start('one', 60 * MINUTE)
  const recalled = () =>
    recalledStore(runtime)
      .getState()
      .lists.get(locationKeyOf(ref))
      ?.sessions.map(({ id }) => id) ?? []
  await pass(1000)
  expect(recalled()).toEqual([])
  // An account whose address was edited has other lists.
  runtime.queryClient.removeQueries({ queryKey: listKey(ref) })
  await pass(1000)
  expect(recalled()).toEqual(['one'])
})
