import { describe, expect, test } from 'vitest'
import { createManualClock } from './manual-clock.ts'
import { createMemoryStore } from './memory-store.ts'
import { DEFAULT_OPTIONS } from './options.ts'
import { createSimulator } from './simulator.ts'
import {
  EAST,
  field,
  HOUR_MS,
  listed,
  MINUTE_MS,
  SECOND_MS,
  START_MS,
  startSpecService,
  STS,
} from '../test-support/simulator-calls.ts'

const order = { maxLeaseTimeMinutes: 60, size: 'Standard' }

describe('simulated time', () => {
  test('runs at its speed, together with dates, start-up, and lease', async () => {
    const { call, clock } = startSpecService({ speed: 60 })
    await call('PUT', '/one', { body: order })
    clock.advance(SECOND_MS)
    const ready = await call('GET', '/one')
    expect(field(ready, 'status')).toBe('Ready')
    expect(ready.headers['date']).toBe(new Date(START_MS + MINUTE_MS).toUTCString())
    clock.advance(MINUTE_MS)
    expect(field(await call('GET', '/one'), 'status')).toBe('Expired')
  })

  test('does not jump when its speed changes', async () => {
    const { call, clock, simulator } = startSpecService({ speed: 60 })
    await call('GET', '')
    clock.advance(MINUTE_MS)
    const before = await call('GET', '')
    await simulator.setOptions({ speed: 1 })
    expect((await call('GET', '')).headers['date']).toBe(before.headers['date'])
    clock.advance(MINUTE_MS)
    const after = START_MS + HOUR_MS + MINUTE_MS
    expect((await call('GET', '')).headers['date']).toBe(new Date(after).toUTCString())
  })
})

describe('options changed while running', () => {
  test('a scenario begins and ends with the next call', async () => {
    const { call, simulator } = startSpecService()
    await simulator.setOptions({ scenario: 'forbidden' })
    expect((await call('GET', '')).status).toBe(403)
    await simulator.setOptions({ scenario: 'none' })
    expect((await call('GET', '')).status).toBe(200)
  })

  test('sessions survive a change of scenario or speed, but not of seed or number', async () => {
    const { call, simulator } = startSpecService()
    await call('PUT', '/one', { body: order })
    await simulator.setOptions({ scenario: 'paged', speed: 2 })
    expect((await call('GET', '/one')).status).toBe(200)
    await simulator.setOptions({ sessions: 3 })
    expect((await call('GET', '/one')).status).toBe(404)
  })

  test('an invalid value is refused and changes nothing', async () => {
    const { simulator } = startSpecService()
    await expect(simulator.setOptions({ speed: -1 })).rejects.toThrow(/speed must be a number/)
    expect(simulator.options().speed).toBe(1)
  })

  test('a reset restores the fleet', async () => {
    const { call, simulator, clock } = startSpecService({ sessions: 12 })
    const before = listed(await call('GET', ''))
    await call('POST', '/studio-a-review/:stop')
    clock.advance(HOUR_MS)
    await simulator.reset()
    const token = await startSpecService().token()
    const after = listed(await call('GET', '', { token }))
    expect(after.map(({ id, status }) => [id, status])).toEqual(
      before.map(({ id, status }) => [id, status]),
    )
  })
})

describe('several simulators on one store', () => {
  const pair = () => {
    const store = createMemoryStore()
    const clock = createManualClock(START_MS)
    const make = () => createSimulator({ store, clock })
    return { clock, first: make(), second: make() }
  }

  test('are one service: options set by one apply to the other', async () => {
    const { first, second } = pair()
    await first.setOptions({ scenario: 'forbidden' })
    await second.stats()
    expect(second.options().scenario).toBe('forbidden')
  })

  test('the second one to begin continues with the state of the first', async () => {
    const { first, second, clock } = pair()
    await first.begin(DEFAULT_OPTIONS)
    await first.handle(new Request(`${STS}/accounts/x/token`))
    clock.advance(HOUR_MS)
    await second.begin({ ...DEFAULT_OPTIONS, speed: 5 })
    expect((await second.stats()).calls).toBe(1)
    expect(first.options().speed).toBe(1)
    await first.stats()
    expect(first.options().speed).toBe(5)
  })

  test('a state without a call for more than 12 h is replaced by a new one', async () => {
    const { first, second, clock } = pair()
    await first.begin(DEFAULT_OPTIONS)
    await first.handle(new Request(`${STS}/accounts/x/token`))
    clock.advance(12 * HOUR_MS + 1)
    await second.begin(DEFAULT_OPTIONS)
    expect((await second.stats()).calls).toBe(0)
  })
})

describe('counts', () => {
  test('are kept by operation and endpoint, with 429s and the smallest gap', async () => {
    const { call, callV1, clock, raw, token } = startSpecService({ rateLimit: true, burst: 1 })
    const bearer = await token()
    await call('GET', '', { token: bearer })
    clock.advance(300)
    await call('PUT', '/one', { token: bearer, body: order })
    clock.advance(4_000)
    await callV1('DELETE', '/one', { token: bearer })
    clock.advance(20_000)
    await call('GET', '', { token: bearer, origin: EAST })
    const { json } = await raw('GET', `${STS}/simulator/stats`)
    expect(json).toMatchObject({
      calls: 5,
      throttled: 2,
      smallestGapMs: 300,
      endpoints: {
        sts: { calls: 1, smallestGapMs: null, operations: { token: 1 } },
        'remoterendering.westeurope.simulator.test': {
          calls: 3,
          throttled: 2,
          smallestGapMs: 300,
          operations: { list: 1, create: 1, stop: 1 },
        },
        'remoterendering.eastus.simulator.test': { calls: 1, operations: { list: 1 } },
      },
    })
  })

  test("reading them doesn't count as a call", async () => {
    const { raw, simulator } = startSpecService()
    await raw('GET', `${STS}/simulator/stats`)
    expect((await simulator.stats()).calls).toBe(0)
  })
})

test('one port serves all hosts as the same endpoint', async () => {
  const clock = createManualClock(START_MS)
  const simulator = createSimulator({ store: createMemoryStore(), clock, soleEndpoint: 'here' })
  const token = await startSpecService().token()
  const ids = async (origin: string) => {
    const path = `/accounts/${simulator.account.accountId}/sessions?api-version=2021-01-01`
    const headers = { authorization: `Bearer ${token}` }
    const response = await simulator.handle(new Request(`${origin}${path}`, { headers }))
    const json: unknown = await response.json()
    return listed({ status: 0, headers: {}, text: '', json }).map(({ id }) => id)
  }
  const here = await ids('http://127.0.0.1:8787')
  expect(here).toHaveLength(9)
  expect(await ids('http://localhost:8787')).toEqual(here)
})
