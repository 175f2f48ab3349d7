import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { portsOf } from '../test-support/service-ports.ts'
import { setCredential } from '../accounts/credentials.ts'
import { preferencesStore } from '../runtime/preferences.ts'
import { setAutoExtendRule, autoExtendRulesStore } from './auto-extend-rules.ts'
import type { Alert } from './alerts.ts'
import type { AutoExtendRule } from './auto-extend.ts'
import { createRuntime } from '../runtime/runtime.ts'
import { beginAction, endAction } from '../sessions/pending-actions.ts'
import { autoExtendLeases, forgetEnded, noteLeases, warnOfEnds } from './act-on-deadlines.ts'
import type { Ending } from '../sessions/endings.ts'
import { gatesOf } from '../calls/gates.ts'
import { openRuntime } from '../test-support/open-runtime.ts'
import { observedSession } from '../test-support/observed-session.ts'
import { accountWith } from '../test-support/account.ts'

/** Alerts and automatic extensions, look by look, on a clock that only the test moves. */

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const NOW = Date.parse('2026-01-01T12:00:00Z')

let lastSession = 0
let runtime = openRuntime()

beforeEach(() => {
  vi.useFakeTimers({ now: NOW })
  lastSession += 1
  runtime = openRuntime()
})
afterEach(() => {
  vi.useRealTimers()
})

const ACCOUNT = accountWith({
  accountId: '12345678-90ab-cdef-1234-567890abcdef',
  accountDomain: 'service.test',
  stsOrigin: 'https://sts.service.test',
  endpoints: ['https://remoterendering.service.test'],
})

type Change = {
  leftMs?: number
  leaseMs?: number
  status?: string
  isStale?: boolean
  simulatedSpeed?: number | null
}

/** Returns the session of the test as a look finds it: Ready, with a lease of an hour. */
const ending = ({
  leftMs = 4 * MINUTE,
  leaseMs = HOUR,
  status = 'Ready',
  isStale = false,
  simulatedSpeed = null,
}: Change = {}): Ending => {
  const id = `session-${lastSession}`
  const ready = { earliestMs: NOW, latestMs: NOW }
  const session = observedSession({ id, status, leaseMs, ready })
  const account = { ...ACCOUNT, simulatedSpeed }
  return {
    row: {
      key: `account endpoint ${id}`,
      ref: { account, endpoint: 'https://remoterendering.service.test' },
      region: 'example',
      session,
    },
    view: {
      kind: 'counting',
      leftMs,
      endsAtMs: Date.now() + leftMs / (simulatedSpeed ?? 1),
      isApproximate: false,
      isStale,
      urgency: 'calm',
      leftShare: 0.5,
    },
  }
}
const keyOf = ({ row }: Ending) => row.key

describe('alerts before an end', () => {
  const look = (change: Change = {}): Alert[] => {
    const raised: Alert[] = []
    warnOfEnds(
      runtime,
      [ending(change)],
      { ...preferencesStore(runtime).getState(), alertsMin: [10, 5] },
      Date.now(),
      async (alerts) => {
        raised.push(...alerts)
      },
    )
    return raised
  }

  test('come for a session with a rule only when the rule does not extend it', () => {
    const rule = { stepMs: 15 * MINUTE, untilMs: null, capLeaseMs: null, capCost: null }
    const key = keyOf(ending())
    setAutoExtendRule(runtime, key, rule)
    expect(look()).toEqual([])
    // A minute after it should have been extended.
    expect(look({ leftMs: 2 * MINUTE })).toMatchObject([{ minutes: 5 }])
    // Its next step exceeds the largest lease.
    setAutoExtendRule(runtime, key, { ...rule, capLeaseMs: HOUR })
    expect(look()).toMatchObject([{ minutes: 5 }])
  })

  test('name the session, its lease and the threshold, and are shown', () => {
    const { row } = ending()
    expect(look()).toEqual([
      {
        id: `ending ${row.key} 60 5`,
        kind: 'ending',
        sessionKey: row.key,
        sessionId: row.session.id,
        minutes: 5,
        leaseMs: HOUR,
        raisedAtMs: NOW,
        snoozedUntilMs: null,
        isDismissed: false,
      },
    ])
  })

  test('are not due above the thresholds', () => {
    expect(look({ leftMs: 10 * MINUTE + 1 })).toEqual([])
    expect(look({ leftMs: 10 * MINUTE })).toHaveLength(1)
  })

  test('are not raised by a stale list', () => {
    expect(look({ isStale: true })).toEqual([])
  })

  test.each(['Starting', 'Stopping', 'Stopped'])(
    'are not given of a session that is %s',
    (status) => {
      expect(look({ status })).toEqual([])
    },
  )

  test('are given of a session in a status that the console does not know', () => {
    expect(look({ status: 'Maintenance' })).toHaveLength(1)
  })

  test('are recorded and not shown when the lease has changed', () => {
    look({ leftMs: 20 * MINUTE })
    expect(look({ leaseMs: 75 * MINUTE }).map(({ isDismissed }) => isDismissed)).toEqual([true])
    // That lease is the known one from then on.
    expect(look({ leaseMs: 75 * MINUTE }).map(({ isDismissed }) => isDismissed)).toEqual([
      false,
    ])
  })

  test('treat a lease that grew while the list was stale as known', () => {
    look({ leftMs: 20 * MINUTE })
    look({ leaseMs: 75 * MINUTE, isStale: true })
    expect(look({ leaseMs: 75 * MINUTE }).map(({ isDismissed }) => isDismissed)).toEqual([
      false,
    ])
  })

  test('are shown at once for a new session with the ID of an ended one', () => {
    look({ leftMs: 20 * MINUTE })
    forgetEnded(runtime, new Set([keyOf(ending())]))
    const longer = { leaseMs: 2 * HOUR, leftMs: 20 * MINUTE }
    look(longer)
    forgetEnded(runtime, new Set(['another session']))
    expect(look().map(({ isDismissed }) => isDismissed)).toEqual([false])
  })

  test('are recorded and not shown when a lease has changed whose end was far before', () => {
    noteLeases(runtime, [ending({ leftMs: 3 * HOUR }).row])
    expect(look({ leaseMs: 75 * MINUTE }).map(({ isDismissed }) => isDismissed)).toEqual([true])
  })

  test('of many ends that are due together are raised together', () => {
    const calls: (readonly Alert[])[] = []
    const endings = ['a', 'b', 'c'].map((id): Ending => {
      const each = ending()
      return { ...each, row: { ...each.row, key: `account endpoint ${id}` } }
    })
    warnOfEnds(
      runtime,
      endings,
      preferencesStore(runtime).getState(),
      Date.now(),
      async (alerts) => {
        calls.push(alerts)
      },
    )
    expect(calls.map((alerts) => alerts.length)).toEqual([3])
  })

  test('keep what is known of a session that runs on', () => {
    look({ leftMs: 20 * MINUTE })
    forgetEnded(runtime, new Set([keyOf(ending())]))
    expect(look({ leaseMs: 75 * MINUTE }).map(({ isDismissed }) => isDismissed)).toEqual([true])
  })
})

const RULE: AutoExtendRule = {
  stepMs: 15 * MINUTE,
  untilMs: null,
  capLeaseMs: null,
  capCost: null,
}

describe('auto-extend', () => {
  /**
   * @param statusOf the service's answer to an extension; null: none ever comes
   * @param shown the session as the service shows it; null once it is gone
   */
  const setUp = (
    statusOf: () => number | null = () => 200,
    shown: () => Record<string, unknown> | null = () => null,
  ) => {
    const patches: unknown[] = []
    runtime = createRuntime({
      ports: portsOf(async (request) => {
        const headers = { 'content-type': 'application/json', date: new Date().toUTCString() }
        if (request.url.startsWith(ACCOUNT.stsOrigin))
          return new Response(JSON.stringify({ AccessToken: 'token' }), { headers })
        if (request.method === 'GET') {
          const session = shown()
          return new Response(JSON.stringify(session), { status: session ? 200 : 404, headers })
        }
        patches.push(JSON.parse(await request.text()))
        const status = statusOf()
        if (status === null) return new Promise(() => {})
        return new Response(status === 200 ? null : '{}', { status, headers })
      }),
    })
    setCredential(runtime, 'account', { kind: 'key', accountKey: 'key' })
    const raised: Alert[] = []
    const look = (found: Ending | null = ending({ leftMs: 3 * MINUTE })) => {
      autoExtendLeases(
        runtime,
        new Map(found ? [[keyOf(found), found]] : []),
        preferencesStore(runtime).getState(),
        Date.now(),
        async (alerts) => {
          raised.push(...alerts)
        },
      )
    }
    const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
    setAutoExtendRule(runtime, keyOf(ending()), RULE)
    return { runtime, patches, raised, look, pass }
  }

  test('extends three minutes before the end, to a total', async () => {
    const { patches, raised, look, pass } = setUp()
    look(ending({ leftMs: 3 * MINUTE + 1 }))
    await pass(30_000)
    expect(patches).toEqual([])
    look(ending({ leftMs: 3 * MINUTE }))
    await pass(30_000)
    expect(patches).toEqual([{ maxLeaseTimeMinutes: 75 }])
    expect(raised).toEqual([])
  })

  test('extends earlier at a faster simulated service', async () => {
    const { patches, look, pass } = setUp()
    look(ending({ leftMs: 30 * MINUTE + 1, simulatedSpeed: 10 }))
    await pass(30_000)
    expect(patches).toEqual([])
    look(ending({ leftMs: 30 * MINUTE, simulatedSpeed: 10 }))
    await pass(30_000)
    expect(patches).toEqual([{ maxLeaseTimeMinutes: 75 }])
  })

  test.each([
    ['is not listed', null],
    ['is in a stale list', { isStale: true }],
    ['is being stopped', { status: 'Stopping' }],
  ])('is left alone while its session %s', async (_name, change) => {
    const { patches, raised, look, pass } = setUp()
    look(change && ending({ leftMs: 2 * MINUTE, ...change }))
    await pass(30_000)
    expect(patches).toEqual([])
    expect(raised).toEqual([])
  })

  test('waits while the user stops or extends the session', async () => {
    const { runtime, patches, look, pass } = setUp()
    const found = ending({ leftMs: 2 * MINUTE })
    beginAction(runtime, { id: 'stop', kind: 'stop', row: found.row, departure: null })
    look(found)
    await pass(30_000)
    expect(patches).toEqual([])
    endAction(runtime, 'stop')
    look(found)
    await pass(30_000)
    expect(patches).toHaveLength(1)
  })

  test('does nothing without a rule', async () => {
    const { patches, look, pass } = setUp()
    setAutoExtendRule(runtime, keyOf(ending()), null)
    look()
    await pass(30_000)
    expect(patches).toEqual([])
  })

  test('reports its limit once, and ends', async () => {
    const { patches, raised, look, pass } = setUp()
    const { row } = ending()
    setAutoExtendRule(runtime, row.key, { ...RULE, capLeaseMs: HOUR })
    look()
    look()
    await pass(30_000)
    expect(patches).toEqual([])
    expect(raised).toEqual([
      {
        id: `renewal cap-lease ${row.key} ${HOUR}`,
        kind: 'renewal-failed',
        sessionKey: row.key,
        sessionId: row.session.id,
        minutes: null,
        leaseMs: HOUR,
        raisedAtMs: NOW,
        snoozedUntilMs: null,
        isDismissed: false,
      },
    ])
    expect(autoExtendRulesStore(runtime).getState().bySession[row.key]).toBeUndefined()
  })

  test('reports a refusal, keeps its rule, and tries again after a minute', async () => {
    const { patches, raised, look, pass } = setUp(() => 403)
    const { row } = ending()
    look()
    await pass(MINUTE - 1)
    const tries = patches.length
    expect(tries).toBeGreaterThan(0)
    expect(raised.map(({ id, kind }) => [id, kind])).toEqual([
      [`renewal forbidden ${row.key} ${HOUR}`, 'renewal-failed'],
    ])
    look()
    await pass(1)
    expect(patches).toHaveLength(tries)
    look()
    await pass(30_000)
    expect(patches.length).toBeGreaterThan(tries)
    expect(autoExtendRulesStore(runtime).getState().bySession[row.key]).toEqual(RULE)
  })

  test('tries again when it is due, although the clock was set back meanwhile', async () => {
    const { patches, look, pass } = setUp()
    look()
    await pass(15 * MINUTE)
    vi.setSystemTime(Date.now() - HOUR)
    look(ending({ leaseMs: HOUR + 15 * MINUTE, leftMs: 3 * MINUTE }))
    await pass(30_000)
    expect(patches).toEqual([{ maxLeaseTimeMinutes: 75 }, { maxLeaseTimeMinutes: 90 }])
  })

  test('tries at once for a new session with the ID of an ended one', async () => {
    const { patches, look, pass } = setUp()
    look()
    await pass(30_000)
    forgetEnded(runtime, new Set([keyOf(ending())]))
    look()
    await pass(10_000)
    expect(patches).toHaveLength(1)
    forgetEnded(runtime, new Set())
    look()
    await pass(10_000)
    expect(patches).toHaveLength(2)
  })

  test('reports no failure when the user cancels the waiting call', async () => {
    const { runtime, patches, raised, look, pass } = setUp()
    const { row } = ending()
    look()
    const gate = gatesOf(runtime).of(row.ref)
    const [call] = gate.getView().waiting
    expect(gate.cancel(call?.id ?? '')).toBe(true)
    await pass(30_000)
    expect(patches).toEqual([])
    expect(raised).toEqual([])
  })

  test('reports no failure when the user cancels what would be sent again, and the session ends', async () => {
    let isGone = false
    const { row } = ending()
    const session = { id: row.session.id, status: 'Ready', maxLeaseTimeMinutes: 60 }
    const { runtime, patches, raised, look, pass } = setUp(
      () => 500,
      () => (isGone ? null : session),
    )
    look()
    const gate = gatesOf(runtime).of(row.ref)
    const canceled: boolean[] = []
    gate.subscribe(() => {
      const again = gate.getView().waiting.find(({ kind }) => kind === 'extend')
      if (patches.length === 1 && again) canceled.push(gate.cancel(again.id))
    })
    await pass(30_000)
    expect(canceled).toEqual([true])
    isGone = true
    await pass(5 * MINUTE)
    expect(patches).toHaveLength(1)
    expect(raised).toEqual([])
  })
})
