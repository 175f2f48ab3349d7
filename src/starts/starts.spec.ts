import { afterEach, expect, test, vi } from 'vitest'
import type { ApiVersion } from '../service/session.ts'
import { type EndpointRef, accountsStore } from '../accounts/accounts.ts'
import { setCredential, credentialsStore } from '../accounts/credentials.ts'
import { dismissCreates, createIntentsStore, createIntents } from './create-intents-table.ts'
import { startPlansStore } from './start-plans-table.ts'
import { startOutcomes } from './start-events.ts'
import { isUnreadCreate, leftNothing } from './create-intent.ts'
import { createSession } from './create-session.ts'
import { endpointKeyOf } from '../accounts/endpoint-lookup.ts'
import {
  createFaultyService,
  type Fault,
  type SentCall,
} from '../test-support/faulty-service.ts'
import {
  cancelCreate,
  resumeCreates,
  runCreate,
  undoCreate,
  writeCreateIntent,
} from './run-create.ts'
import {
  abandonStartPlan,
  haltStartPlan,
  resumeStartPlans,
  writeStartPlan,
} from './run-start-plan.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { loadSession } from '../sessions/session-detail.ts'
import { refreshList } from '../sessions/load-sessions.ts'
import { newSubmission, startSession, submitStarts, type WantedStart } from './start-session.ts'
import { dropToken } from '../calls/tokens.ts'
import { openConsoleTables } from '../monitor/console-tables.ts'

/** Starts in cases that the models (*.model.spec.ts) rarely reach or can't judge. */

const SECOND = 1000
const MINUTE = 60 * SECOND
const wanted = { id: 'one', size: 'Standard', leaseMs: 60 * MINUTE, models: [] }
const running = { maxLeaseTimeMinutes: 240, size: 'Standard' }

const insteadOfOld = (ref: EndpointRef): WantedStart => ({
  ...wanted,
  candidates: [{ ref, size: 'Standard' }],
  replaces: { ref, sessionId: 'old' },
})
const atEitherSize = (ref: EndpointRef): WantedStart => ({
  ...wanted,
  candidates: ['Standard', 'Premium'].map((size) => ({ ref, size })),
  replaces: null,
})

afterEach(() => vi.useRealTimers())

const setUp = async (
  faults: Parameters<typeof createFaultyService>[0]['faults'] = [],
  {
    apiVersion = '2021-01-01',
    scenario = 'none',
    onSent,
    tokenTakesMs = () => 0,
  }: {
    apiVersion?: ApiVersion
    tokenTakesMs?: () => number
    scenario?: 'none' | 'no-capacity'
    onSent?: (call: SentCall) => void
  } = {},
) => {
  const sent: SentCall[] = []
  const service = await createFaultyService({
    apiVersion,
    faults,
    tokenTakesMs,
    options: { scenario },
    onSent: (call) => {
      sent.push(call)
      onSent?.(call)
    },
  })
  const [ref] = service.refs
  if (!ref) throw new Error('the service has a region')
  const { runtime } = service.openTab(() => {})
  await openConsoleTables(runtime)
  const plans = () => [...startPlansStore(runtime).getState().rows.values()]
  const intents = () => [...createIntentsStore(runtime).getState().rows.values()]
  const count = (kind: SentCall['kind']) => sent.filter((call) => call.kind === kind).length
  const ids = async () => (await service.active()).map(({ id }) => id).toSorted()
  return { service, ref, runtime, sent, count, ids, plans, intents }
}
const minutes = (count: number) => vi.advanceTimersByTimeAsync(count * MINUTE)

test.each([
  ['with the same settings', 60],
  ['with other settings', 30],
])(
  "someone else's session with the same ID, %s, is neither adopted nor stopped",
  async (_how, maxLeaseTimeMinutes) => {
    const { service, ref, runtime, ids, plans } = await setUp()
    await service.create(ref.endpoint, 'old', running)
    await service.create(ref.endpoint, 'one', { maxLeaseTimeMinutes, size: 'Standard' })
    const started = startSession(runtime, insteadOfOld(ref))
    await minutes(10)
    expect(await started).toMatchObject({ ok: false, error: { kind: 'conflict' } })
    expect(plans()).toMatchObject([{ end: 'taken' }])
    expect(await ids()).toEqual(['old', 'one'])
  },
)

test("someone else's session is not adopted when the token of the first attempt was refused", async () => {
  let creates = 0
  const { service, ref, runtime, ids } = await setUp(({ kind }) =>
    kind === 'create' && (creates += 1) === 1 ? 'status-401' : 'none',
  )
  await service.create(ref.endpoint, 'old', running)
  await service.create(ref.endpoint, 'one', { maxLeaseTimeMinutes: 60, size: 'Standard' })
  const started = startSession(runtime, insteadOfOld(ref))
  await minutes(10)
  expect(await started).toMatchObject({ ok: false, error: { kind: 'conflict' } })
  expect(await ids()).toEqual(['old', 'one'])
})

test.each([
  [60, true, [{ kind: 'already-running', sessionId: 'one' }]],
  [240, false, []],
])(
  'a start whose ID runs with a lease of %d min is reported as it is',
  async (maxLeaseTimeMinutes, ok, outcomes) => {
    const { service, ref, runtime } = await setUp()
    await service.create(ref.endpoint, 'one', { ...running, maxLeaseTimeMinutes })
    const published: unknown[] = []
    startOutcomes(runtime).listen((outcome) => published.push(outcome))
    const created = createSession(runtime, ref, wanted)
    await minutes(3)
    expect(await created).toMatchObject(ok ? { ok } : { ok, error: { kind: 'conflict' } })
    expect(published).toEqual(outcomes)
  },
)

test("canceling a create never stops someone else's session with the same ID", async () => {
  const { service, ref, runtime, ids } = await setUp([], {
    // Canceled while the answer is under way.
    onSent: () => void cancelCreate(runtime, 'mine'),
  })
  await service.create(ref.endpoint, 'one', { maxLeaseTimeMinutes: 60, size: 'Standard' })
  await writeCreateIntent(runtime, ref, wanted, 'mine')
  const [{ intent }] = await Promise.all([runCreate(runtime, 'mine'), minutes(3)])
  expect(intent).toMatchObject({ end: 'cancelled', attempts: 1 })
  expect(await ids()).toEqual(['one'])
})

test('a create canceled while its session is looked up is stopped', async () => {
  let calls = 0
  const { ref, runtime, count, ids } = await setUp(
    ({ kind }) => {
      if (kind !== 'create') return 'none'
      calls += 1
      return calls === 1 ? 'lost-reply' : 'before-send'
    },
    {
      onSent: ({ kind }) => {
        if (kind === 'get') void cancelCreate(runtime, 'mine')
      },
    },
  )
  await writeCreateIntent(runtime, ref, wanted, 'mine')
  const [{ intent }] = await Promise.all([runCreate(runtime, 'mine'), minutes(5)])
  expect(intent.end).toBe('cancelled')
  expect(count('stop')).toBeGreaterThan(0)
  expect(await ids()).toEqual([])
})

test.each(['2021-01-01', 'v1'] as const)(
  'a create whose token was refused is sent again at once with a new one: %s',
  async (apiVersion) => {
    let creates = 0
    const { ref, runtime, count } = await setUp(
      ({ kind }) => (kind === 'create' && (creates += 1) === 1 ? 'status-401' : 'none'),
      { apiVersion },
    )
    const created = createSession(runtime, ref, wanted)
    await vi.advanceTimersByTimeAsync(20 * SECOND)
    expect(await created).toMatchObject({ ok: true })
    expect(count('create')).toBe(2)
  },
)

test('entering the key again while a create is in doubt does not cancel it', async () => {
  let tokenTakesMs = 0
  const { service, ref, runtime, ids } = await setUp(['lost-reply'], {
    tokenTakesMs: () => tokenTakesMs,
  })
  const created = createSession(runtime, ref, wanted)
  await vi.advanceTimersByTimeAsync(5 * SECOND)
  dropToken(runtime, service.account)
  tokenTakesMs = 8 * SECOND
  // The second attempt waits for a token by now.
  await vi.advanceTimersByTimeAsync(7 * SECOND)
  dropToken(runtime, service.account)
  await minutes(3)
  expect(await created).toMatchObject({ ok: true })
  expect(await ids()).toEqual(['one'])
})

test('a v1 start whose list never comes starts nothing, and says so', async () => {
  const { ref, runtime, count, intents } = await setUp(() => 'before-send', {
    apiVersion: 'v1',
  })
  const created = createSession(runtime, ref, wanted)
  await minutes(3)
  expect(await created).toMatchObject({
    ok: false,
    error: { kind: 'network', hadNoEffect: true },
  })
  expect(intents()).toMatchObject([{ end: 'not-created', attempts: 0 }])
  expect(count('create')).toBe(0)
})

test('a session that failed for lack of capacity during an outage leads to the next candidate', async () => {
  let calls = 0
  const outage = (): Fault => {
    calls += 1
    if (calls === 1) return 'lost-reply'
    return calls < 10 ? 'before-send' : 'none'
  }
  const { ref, runtime, ids } = await setUp(outage, { scenario: 'no-capacity' })
  const started = startSession(runtime, atEitherSize(ref))
  await minutes(10)
  expect(await started).toMatchObject({ ok: true, data: { id: 'one-2' } })
  expect(await ids()).toEqual(['one-2'])
})

test('a start whose candidates all failed reports that nothing runs', async () => {
  const { ref, runtime } = await setUp(({ kind }) =>
    kind === 'create' ? 'status-500' : 'none',
  )
  const started = startSession(runtime, atEitherSize(ref))
  await minutes(10)
  expect(await started).toMatchObject({
    ok: false,
    error: { kind: 'server', hadNoEffect: true },
  })
})

test('dismissing a plan whose account was removed cancels its create', async () => {
  const { ref, runtime, ids, count, intents } = await setUp()
  // The gate has just sent a call, so the create waits.
  void loadSession(runtime, ref, 'other', 'refresh')
  await vi.advanceTimersByTimeAsync(SECOND)
  const gone = { ...endpointKeyOf(ref), accountId: 'gone', sessionId: 'old' }
  const plan = await writeStartPlan(runtime, {
    wanted,
    candidates: [{ ...endpointKeyOf(ref), size: 'Standard' }],
    replaces: gone,
  })
  void resumeStartPlans(runtime)
  await vi.advanceTimersByTimeAsync(SECOND)
  await abandonStartPlan(runtime, plan.id)
  await minutes(5)
  expect(count('create')).toBe(0)
  expect(await ids()).toEqual([])
  expect(intents()).toMatchObject([{ end: 'cancelled' }])
})

test('a plan that waits for a key writes nothing', async () => {
  const { ref, runtime, plans, intents } = await setUp()
  const plan = await writeStartPlan(runtime, {
    wanted,
    candidates: [{ ...endpointKeyOf(ref), size: 'Standard' }],
    replaces: null,
  })
  const intentId = `${plan.id} 0`
  await writeCreateIntent(runtime, ref, wanted, intentId)
  await createIntents(runtime).update(intentId, (intent) => ({
    ...intent,
    attempts: 1,
    unsettled: 1,
  }))
  await haltStartPlan(runtime, plan.id)
  credentialsStore(runtime).setState({ byAccount: {} })
  const revisions = () => [...plans(), ...intents()].map(({ revision }) => revision)
  const before = revisions()
  for (let seconds = 0; seconds < 30; seconds += 1) {
    void resumeStartPlans(runtime)
    await vi.advanceTimersByTimeAsync(SECOND)
  }
  expect(revisions()).toEqual(before)
})

test('while no answer shows whether the new session is Ready, it is looked up every ten seconds', async () => {
  const { service, ref, runtime, count, ids } = await setUp(({ kind }) =>
    kind === 'get' ? 'before-send' : 'none',
  )
  await service.create(ref.endpoint, 'old', running)
  void startSession(runtime, insteadOfOld(ref))
  // Until the list shows it as Ready.
  for (let lists = 0; lists < 12; lists += 1) {
    void refreshList(runtime, ref)
    await vi.advanceTimersByTimeAsync(15 * SECOND)
  }
  const before = count('get')
  await minutes(2)
  expect(count('get') - before).toBeGreaterThan(8)
  expect(count('get') - before).toBeLessThanOrEqual(13)
  expect(await ids()).toEqual(['old', 'one'])
})

/** Does what the poller and the monitor of an open console do. */
const live = async (runtime: Runtime, refs: readonly EndpointRef[], seconds: number) => {
  for (let second = 0; second < seconds; second += 1) {
    if (second % 10 === 0) for (const ref of refs) void refreshList(runtime, ref)
    void resumeCreates(runtime)
    void resumeStartPlans(runtime)
    await vi.advanceTimersByTimeAsync(SECOND)
  }
}

test.each([
  ['with the same settings', 60],
  ['with a longer lease', 240],
  ['with a shorter lease', 30],
])(
  "someone else's session %s is neither adopted nor stopped after a lost attempt",
  async (_how, maxLeaseTimeMinutes) => {
    let creates = 0
    const { service, ref, runtime, ids } = await setUp(({ kind }) =>
      kind === 'create' && (creates += 1) === 1 ? 'before-send' : 'none',
    )
    await service.create(ref.endpoint, 'old', running)
    await service.create(ref.endpoint, 'one', { maxLeaseTimeMinutes, size: 'Standard' })
    // The lists show the clock of the service.
    await live(runtime, [ref], 60)
    const started = startSession(runtime, insteadOfOld(ref))
    await live(runtime, [ref], 600)
    expect(await started).toMatchObject({ ok: false, error: { kind: 'conflict' } })
    expect(await ids()).toEqual(['old', 'one'])
  },
)

test("canceling a create that never arrived does not stop someone else's session with that ID", async () => {
  const { service, ref, runtime, ids, count } = await setUp(['before-send'])
  await service.create(ref.endpoint, 'one', { ...running, size: 'Premium' })
  const intent = await writeCreateIntent(runtime, ref, wanted)
  const end = runCreate(runtime, intent.id)
  await vi.advanceTimersByTimeAsync(6 * SECOND)
  await cancelCreate(runtime, intent.id)
  await minutes(5)
  expect((await end).intent.end).toBe('cancelled')
  expect(count('stop')).toBe(0)
  expect(await ids()).toEqual(['one'])
})

test('a create in doubt without a token requests one every ten seconds, not in a loop', async () => {
  const { service, ref, runtime, intents } = await setUp(['before-send'])
  const created = createSession(runtime, ref, wanted)
  await vi.advanceTimersByTimeAsync(5 * SECOND)
  dropToken(runtime, service.account)
  const expired = `h.${btoa(JSON.stringify({ exp: 1 }))}.s`
  setCredential(runtime, service.account.id, { kind: 'token', accessToken: expired })
  const before = intents()[0]?.revision ?? 0
  await minutes(1)
  expect((intents()[0]?.revision ?? 0) - before).toBeLessThan(20)
  void created
})

test.each(['v1', '2021-01-01'] as const)(
  'a create that is undone in its undo time is never sent: %s',
  async (apiVersion) => {
    const { ref, runtime, count, intents } = await setUp([], { apiVersion })
    const created = createSession(runtime, ref, wanted, 'mine', 4 * SECOND)
    await vi.advanceTimersByTimeAsync(3900)
    expect(count('create')).toBe(0)
    const [intent] = intents()
    if (!intent) throw new Error('it is stored before it is sent')
    await undoCreate(runtime, intent)
    await vi.advanceTimersByTimeAsync(100)
    expect(await created).toMatchObject({ ok: false, error: { kind: 'cancelled' } })
    await minutes(3)
    expect(intents()).toMatchObject([{ end: 'cancelled', attempts: 0 }])
    expect(count('create')).toBe(0)
  },
)

test('whoever runs a create keeps its undo time, and then sends it once', async () => {
  const { ref, runtime, count, ids } = await setUp()
  await writeCreateIntent(runtime, ref, wanted, 'mine', { undoMs: 4 * SECOND })
  const resumed = resumeCreates(runtime)
  await vi.advanceTimersByTimeAsync(3900)
  expect(count('create')).toBe(0)
  await minutes(1)
  await resumed
  expect(count('create')).toBe(1)
  expect(await ids()).toEqual(['one'])
})

test('a create that a tab takes over can be undone for its whole undo time', async () => {
  const { ref, runtime, count, ids } = await setUp()
  await writeCreateIntent(runtime, ref, wanted, 'mine', { undoMs: 4 * SECOND })
  // The page that asked for it is closed, and the next one takes long to load.
  await minutes(1)
  const resumed = resumeCreates(runtime)
  await vi.advanceTimersByTimeAsync(3900)
  expect(count('create')).toBe(0)
  await minutes(1)
  await resumed
  expect(count('create')).toBe(1)
  expect(await ids()).toEqual(['one'])
})

test('a plan can be undone before its first create is sent', async () => {
  const { service, ref, runtime, plans, count, ids } = await setUp()
  await service.create(ref.endpoint, 'old', running)
  const started = startSession(runtime, { ...insteadOfOld(ref), undoMs: 4 * SECOND }, 'plan')
  await vi.advanceTimersByTimeAsync(3000)
  await haltStartPlan(runtime, 'plan')
  await minutes(1)
  expect(await started).toMatchObject({ ok: false, error: { kind: 'cancelled' } })
  expect(plans()).toMatchObject([{ id: 'plan', end: 'halted' }])
  expect(count('create')).toBe(0)
  expect(await ids()).toEqual(['old'])
})

test('a start that the monitor resumed reports its end to the caller', async () => {
  const { ref, runtime } = await setUp()
  const intent = await writeCreateIntent(runtime, ref, wanted, 'mine')
  void resumeCreates(runtime)
  const created = createSession(runtime, ref, wanted, intent.id)
  await minutes(1)
  expect(await created).toMatchObject({ ok: true, data: { id: 'one' } })
})

test('a plan under way waits when its account is edited', async () => {
  const { service, ref, runtime, ids, plans } = await setUp()
  await service.create(ref.endpoint, 'old', running)
  const plan = await writeStartPlan(runtime, {
    wanted,
    candidates: [{ ...endpointKeyOf(ref), size: 'Standard' }],
    replaces: { ...endpointKeyOf(ref), sessionId: 'old' },
  })
  await live(runtime, [ref], 15)
  accountsStore(runtime).setState({ accounts: [{ ...service.account, endpoints: [] }] })
  await live(runtime, [ref], 600)
  expect(plans()).toMatchObject([{ id: plan.id, end: null }])
  expect(await ids()).toEqual(['old', 'one'])
})

test('a v1 start that may be one of several sessions names them, and its form does not dismiss it', async () => {
  const { ref, runtime, ids, intents } = await setUp(
    ({ kind }) => (kind === 'create' ? 'lost-reply' : 'none'),
    { apiVersion: 'v1' },
  )
  const created = createSession(runtime, ref, wanted, 'mine')
  await minutes(1)
  const [id = ''] = await ids()
  const result = await created
  if (result.ok) throw new Error('its reply was lost')
  expect(result.error).toMatchObject({ code: 'candidates', detail: id })
  await dismissCreates(runtime, ['mine'], leftNothing)
  expect(intents().filter(isUnreadCreate)).toMatchObject([{ id: 'mine', sessionIds: [id] }])
})

test.each(['v1', '2021-01-01'] as const)(
  'four submits of one form in one tick start one session, and a later submit starts another: %s',
  async (apiVersion) => {
    const service = await createFaultyService({ apiVersion, faults: [] })
    const { runtime } = service.openTab(() => {})
    const [ref] = service.refs
    if (!ref) throw new Error('the service has a region')
    const submission = newSubmission()
    const submit = (id: string) =>
      submitStarts(runtime, submission, [
        {
          id: apiVersion === 'v1' ? '' : id,
          leaseMs: wanted.leaseMs,
          models: [],
          candidates: [{ ref, size: 'Standard' }],
          replaces: null,
        },
      ])
    const submits = ['a', 'b', 'c', 'd'].map(submit)
    expect(submits.map((each) => each === null)).toEqual([false, true, true, true])
    await minutes(2)
    expect(await service.active()).toHaveLength(1)
    expect((await submits[0]?.results)?.[0]?.ok).toBe(true)
    expect(submit('e')).not.toBeNull()
    await minutes(2)
    expect(await service.active()).toHaveLength(2)
  },
)
