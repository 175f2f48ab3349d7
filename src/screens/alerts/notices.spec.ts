import { describe, expect, test } from 'vitest'
import { newAlert } from '../../monitor/alerts.ts'
import type { ServiceErrorKind } from '../../service/result.ts'
import { serviceError } from '../../service/result.ts'
import { type EndpointState, endpointState, toRow } from '../../sessions/fleet-model.ts'
import { newCreateIntent } from '../../starts/create-intent.ts'
import { newStartPlan, type StartPlan } from '../../starts/start-plan.ts'
import { accountWith } from '../../test-support/account.ts'
import { observedSession } from '../../test-support/observed-session.ts'
import { type BulkRun, bulkTally } from '../../sessions/bulk.ts'
import {
  barNotices,
  endingsIn,
  isAsking,
  MAX_SINGLE,
  type Notice,
  type NoticeEnding,
  type NoticeFacts,
  noticesOf,
  recalledLeftMs,
  toneOf,
  toneOfEnd,
  type BulkNotice,
} from './notices.ts'

/** What the bar says first, and what the drawer lists. */

const MINUTE = 60_000
const account = accountWith({ endpoints: ['https://a.test', 'https://b.test'] })

const endpoint = (
  host: string,
  error: ServiceErrorKind | null = null,
  change: Partial<EndpointState> = {},
): EndpointState => ({
  ...endpointState(
    { account, endpoint: `https://${host}.test` },
    true,
    undefined,
    error && serviceError(error),
  ),
  ...change,
})

const ending = (id: string, leftMs: number | null): NoticeEnding => ({
  alert: newAlert({ id, kind: 'ending', sessionKey: id, sessionId: id, minutes: 10 }, 0),
  row: null,
  leftMs,
})

const plan = (change: Partial<StartPlan> = {}): StartPlan => ({
  ...newStartPlan(
    {
      id: 'p',
      wanted: { id: 'crane', leaseMs: 60 * MINUTE, models: [] },
      candidates: [],
      replaces: null,
    },
    0,
  ),
  ...change,
})

const intent = newCreateIntent(
  {
    id: 'i',
    accountId: 'account',
    endpoint: 'https://a.test',
    apiVersion: '2021-01-01',
    wanted: { id: 'crane', size: 'Standard', leaseMs: 60 * MINUTE, models: [] },
  },
  0,
)

const look = (facts: Partial<NoticeFacts>): readonly Notice[] =>
  noticesOf({
    isOffline: false,
    storage: { isOutdated: false, isRefused: false, setAside: [], hasUnreadMessage: false },
    simulator: { isAsked: false, failure: null },
    endpoints: [],
    endings: [],
    alerts: [],
    plans: [],
    creates: [],
    unsent: [],
    bulks: [],
    dismissed: new Set(),
    ...facts,
  })
const kindsOf = (facts: Partial<NoticeFacts>) => look(facts).map(({ kind }) => kind)
const keysOf = (facts: Partial<NoticeFacts>) => look(facts).map(({ key }) => key)

describe('the order of the notices', () => {
  test('puts the nearest end first, and what has no known time after the near ones', () => {
    const endings = [
      ending('later', 20 * MINUTE),
      ending('unknown', null),
      ending('soon', 5 * MINUTE),
      ending('urgent', MINUTE),
    ]
    expect(keysOf({ endings })).toEqual(['urgent', 'soon', 'unknown', 'later'])
  })

  test('makes many ends one notice, at the place of the first', () => {
    const many = Array.from({ length: MAX_SINGLE + 1 }, (_, index) =>
      ending(`s${index}`, (index + 1) * MINUTE),
    )
    const plans = [{ plan: plan({ isPaused: true }), reachability: 'available' as const }]
    const notices = look({ endings: many, plans })
    expect(notices.map(({ key }) => key)).toEqual(['endings', 'plan p'])
    expect(endingsIn(notices)).toEqual(many)
    // A button in the bar acts on one session.
    expect(barNotices(notices).map(({ key }) => key)).toEqual(['s0', 'plan p'])
    expect(keysOf({ endings: many.slice(1) })).toHaveLength(MAX_SINGLE)
  })

  test('makes many alerts of a kind one notice, and keeps the others', () => {
    const alerts = Array.from({ length: MAX_SINGLE + 1 }, (_, index) =>
      newAlert({ id: `e${index}`, kind: 'expired', sessionId: `s${index}` }, 9 - index),
    )
    const budget = newAlert({ id: 'budget', kind: 'budget' }, 5)
    expect(keysOf({ alerts: [...alerts, budget] })).toEqual(['alerts expired', 'budget'])
    expect(keysOf({ alerts: [budget, ...alerts.slice(1)] })).toHaveLength(MAX_SINGLE + 1)
  })

  test('puts offline above every end, because nothing can be extended then', () => {
    expect(kindsOf({ isOffline: true, endings: [ending('a', MINUTE)] })).toEqual([
      'offline',
      'ending',
    ])
  })

  test('puts a decision above an end that is minutes away, and below an urgent one', () => {
    const endings = [ending('soon', 5 * MINUTE), ending('urgent', MINUTE)]
    const plans = [{ plan: plan({ isPaused: true }), reachability: 'available' as const }]
    expect(keysOf({ endings, plans })).toEqual(['urgent', 'plan p', 'soon'])
    expect(keysOf({ endings, simulator: { isAsked: true, failure: null } })).toEqual([
      'urgent',
      'question',
      'soon',
    ])
  })

  test('puts a missing key above an end that is minutes away', () => {
    const locked = endpoint('a', null, { status: 'locked' })
    expect(kindsOf({ endpoints: [locked], endings: [ending('soon', 5 * MINUTE)] })).toEqual([
      'locked',
      'ending',
    ])
  })

  test('puts a start that can be undone for seconds right below an urgent end', () => {
    const endings = [ending('soon', 5 * MINUTE), ending('urgent', MINUTE)]
    const plans = [{ plan: plan({ isPaused: true }), reachability: 'available' as const }]
    const creates = [{ intent, reachability: 'available' as const, undoLeftMs: 4000 }]
    expect(keysOf({ endings, plans, creates })).toEqual([
      'urgent',
      'create i',
      'plan p',
      'soon',
    ])
  })

  test('puts what only informs last', () => {
    const skewed = endpoint('a', null, {
      clock: { offsetMs: MINUTE } as EndpointState['clock'],
    })
    const creates = [{ intent, reachability: 'available' as const, undoLeftMs: 0 }]
    const alerts = [newAlert({ id: 'budget', kind: 'budget' }, 0)]
    expect(
      kindsOf({
        endpoints: [skewed, endpoint('b', 'timeout')],
        creates,
        alerts,
        storage: { isOutdated: false, isRefused: true, setAside: [], hasUnreadMessage: false },
      }),
    ).toEqual(['failed', 'alert', 'storage', 'create', 'skewed'])
  })
})

describe('one cause is one notice', () => {
  test('for all regions that fail for the same reason', () => {
    const endpoints = [
      endpoint('a', 'timeout'),
      endpoint('b', 'forbidden'),
      endpoint('c', 'timeout'),
    ]
    expect(look({ endpoints })).toEqual([
      {
        kind: 'failed',
        key: 'failed timeout',
        cause: 'timeout',
        endpoints: [endpoints[0], endpoints[2]],
      },
      {
        kind: 'failed',
        key: 'failed forbidden',
        cause: 'forbidden',
        endpoints: [endpoints[1]],
      },
    ])
  })

  test('for all regions of an account without a key', () => {
    const endpoints = ['a', 'b'].map((host) => endpoint(host, null, { status: 'locked' }))
    expect(kindsOf({ endpoints })).toEqual(['locked'])
  })

  test('for a tab that is outdated, and so stores nothing', () => {
    const storage = {
      isOutdated: true,
      isRefused: true,
      setAside: [],
      hasUnreadMessage: false,
    }
    expect(kindsOf({ storage })).toEqual(['outdated'])
  })
})

describe('an operation', () => {
  test.each([
    ['paused', { isPaused: true }, 'available', true],
    ['of a locked account', {}, 'locked', true],
    ['under way', {}, 'available', false],
    ['being halted', { isPaused: true, isHalted: true }, 'available', false],
    ['of a removed account', { isPaused: true }, 'account-gone', false],
    ['that has ended', { end: 'failed' }, 'available', false],
  ] as const)('%s asks the user: %j %s %s', (_what, change, reachability, asks) => {
    const [notice] = look({ plans: [{ plan: plan(change), reachability }] })
    expect(notice && isAsking(notice)).toBe(asks)
  })
})

test('a dismissed notice returns only with another cause', () => {
  const storage = {
    isOutdated: false,
    isRefused: false,
    setAside: ['accounts'],
    hasUnreadMessage: false,
  }
  const dismissed = new Set(keysOf({ storage }))
  expect(look({ storage, dismissed })).toEqual([])
  const more = { ...storage, setAside: ['accounts', 'history'] }
  expect(kindsOf({ storage: more, dismissed })).toEqual(['storage'])
})

describe('the look of the bar', () => {
  test.each([
    [[ending('a', 2 * MINUTE - 1)], 'urgent'],
    [[ending('a', 2 * MINUTE)], 'soon'],
    [[ending('a', 10 * MINUTE - 1)], 'soon'],
    [[ending('a', 10 * MINUTE)], 'plain'],
    [[ending('a', null)], 'plain'],
    [[], 'plain'],
  ] as const)('follows the nearest end: %#', (endings, tone) => {
    expect(toneOf(look({ endings }))).toBe(tone)
    expect(toneOf(look({ endings, isOffline: true }))).toBe(tone === 'plain' ? 'soon' : tone)
  })
})

test.each([
  [119_999, 'urgent'],
  [120_000, 'soon'],
  [599_999, 'soon'],
  [600_000, 'plain'],
])('an end in %d ms has the tone of its row: %s', (leftMs, tone) => {
  expect(toneOfEnd(leftMs)).toBe(tone)
})

test('an end in a region that has not answered is counted to what was known, or not at all', () => {
  const recalled = (simulatedSpeed: number | null) =>
    toRow(
      { account: { ...accountWith(), simulatedSpeed }, endpoint: 'https://a.test' },
      observedSession({ ready: { earliestMs: 100_000, latestMs: 130_000 } }),
    )
  expect(recalledLeftMs(recalled(null), 3_600_000)).toBe(100_000)
  // The service has a clock of its own, which only its answers tell.
  expect(recalledLeftMs(recalled(60), 3_600_000)).toBeNull()
  expect(recalledLeftMs(undefined, 3_600_000)).toBeNull()
})

test('a bulk operation comes first while it can be undone, and then as operations do', () => {
  const run: BulkRun = {
    id: 'b',
    change: { kind: 'stop' },
    targets: [],
    createdAtMs: 0,
    startsAtMs: 0,
    state: 'running',
    halt: null,
    isDismissed: false,
  }
  const bulk = (inMs: number | null, state: BulkNotice['state']): BulkNotice => ({
    run,
    tally: bulkTally(run, new Map()),
    inMs,
    leftMs: null,
    state,
  })
  const kinds = (each: BulkNotice) =>
    look({ endings: [ending('a', MINUTE)], bulks: [each] }).map(({ kind }) => kind)
  expect(kinds(bulk(4000, 'under-way'))).toEqual(['bulk', 'ending'])
  expect(kinds(bulk(null, 'under-way'))).toEqual(['ending', 'bulk'])
  expect(kinds(bulk(null, 'asks'))).toEqual(['ending', 'bulk'])
  expect(look({ bulks: [bulk(null, 'asks')] }).some(isAsking)).toBe(true)
})
