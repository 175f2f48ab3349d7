import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ServiceTarget } from '../service/ports.ts'
import {
  localFailure,
  noAnswer,
  serviceError,
  type ServiceErrorKind,
} from '../service/result.ts'
import { portsOf } from '../test-support/service-ports.ts'
import { type Credential, credentialsStore, setCredential } from '../accounts/credentials.ts'
import { callService, enterCall, type SessionCall } from './call-service.ts'
import { gatesOf } from './gates.ts'
import { createRuntime } from '../runtime/runtime.ts'
import { accountWith } from '../test-support/account.ts'

/** The token of a session call, and what happens when the token or the call is refused. */

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-01-01T00:00:00Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

type Sent = { token: string; payload: number; target: ServiceTarget }

/**
 * A token service that returns token 1, token 2, …, and calls that end as listed, then with
 * success.
 */
const setUp = (
  ends: readonly (ServiceErrorKind | 'done')[] = [],
  credential: Credential = { kind: 'key', accountKey: 'key' },
) => {
  const account = accountWith({
    accountId: 'id',
    endpoints: ['https://a.test'],
    apiVersion: 'v1',
    credentialKind: credential.kind,
  })
  const tokens = { given: 0, isRefused: false }
  const runtime = createRuntime({
    ports: portsOf(async () => {
      tokens.given += 1
      return tokens.isRefused
        ? new Response(null, { status: 401 })
        : Response.json({ AccessToken: `token ${tokens.given}` })
    }),
  })
  setCredential(runtime, account.id, credential)
  const waiting = [...ends]
  const sent: Sent[] = []
  const call: SessionCall<number, string> = {
    kind: 'refresh',
    subject: 'one',
    mergeKey: 'one',
    payload: 1,
    merge: (known, added) => known + added,
    perform: async (token, payload, target) => {
      sent.push({ token, payload, target })
      const end = waiting.shift() ?? 'done'
      return end === 'done'
        ? { ok: true, data: `done ${sent.length}`, meta: noAnswer(Date.now()) }
        : localFailure(end, null, Date.now())
    },
  }
  const ref = { account, endpoint: 'https://a.test' }
  const calls = () => sent.map(({ token, payload }) => ({ token, payload }))
  return { runtime, ref, tokens, call, sent, calls }
}

const settled = async <T>(result: Promise<T>): Promise<T> => {
  await vi.advanceTimersByTimeAsync(60_000)
  return result
}

test("a call is sent with its account's token to its own endpoint", async () => {
  const { runtime, ref, call, sent } = setUp()
  expect(await settled(callService(runtime, ref, call))).toMatchObject({ data: 'done 1' })
  expect(sent).toEqual([
    {
      token: 'token 1',
      payload: 1,
      target: {
        endpoint: 'https://a.test',
        accountId: 'id',
        apiVersion: 'v1',
        onSent: expect.any(Function),
      },
    },
  ])
})

test("a call without a token isn't sent and says why there is none", async () => {
  const { runtime, ref, tokens, call, sent } = setUp()
  tokens.isRefused = true
  expect(await settled(callService(runtime, ref, call))).toMatchObject({
    ok: false,
    error: { kind: 'unauthorized', status: 401 },
  })
  expect(sent).toEqual([])
  // The token service refused the key, so it isn't sent again.
  expect(tokens.given).toBe(1)
})

test('a key that was refused is known as such until another one is entered', async () => {
  const { runtime, ref, tokens, call } = setUp()
  const { id } = ref.account
  const known = () => credentialsStore(runtime).getState().byAccount[id]
  tokens.isRefused = true
  await settled(callService(runtime, ref, call))
  expect(known()).toEqual({ kind: 'key', accountKey: 'key', isRefused: true })
  setCredential(runtime, id, { kind: 'key', accountKey: 'the right key' })
  tokens.isRefused = false
  expect(await settled(callService(runtime, ref, call))).toMatchObject({ data: 'done 1' })
  expect(known()).toEqual({ kind: 'key', accountKey: 'the right key' })
})

test('a key that was refused once is no longer known as such when a call succeeds', async () => {
  const { runtime, ref, tokens, call } = setUp()
  const known = () => credentialsStore(runtime).getState().byAccount[ref.account.id]
  tokens.isRefused = true
  await settled(callService(runtime, ref, call))
  expect(known()).toEqual({ kind: 'key', accountKey: 'key', isRefused: true })
  tokens.isRefused = false
  expect(await settled(callService(runtime, ref, call))).toMatchObject({ data: 'done 1' })
  expect(known()).toEqual({ kind: 'key', accountKey: 'key' })
})

test("a call that its caller holds back gets no token and isn't sent", async () => {
  const { runtime, ref, tokens, call, sent } = setUp()
  const held = localFailure('cancelled', 'not now', Date.now())
  const result = callService(runtime, ref, { ...call, prepare: async () => held })
  expect(await settled(result)).toEqual(held)
  expect(sent).toEqual([])
  expect(tokens.given).toBe(0)
})

test('a call waits for what must come first, and is then sent with its token', async () => {
  const { runtime, ref, call, calls } = setUp()
  let letGo = () => {}
  const before = new Promise<null>((resolve) => {
    letGo = () => resolve(null)
  })
  const result = callService(runtime, ref, { ...call, prepare: () => before })
  await vi.advanceTimersByTimeAsync(60_000)
  expect(calls()).toEqual([])
  letGo()
  expect((await settled(result)).ok).toBe(true)
  expect(calls()).toEqual([{ token: 'token 1', payload: 1 }])
})

describe('a call whose token was refused', () => {
  test('is sent once more with a new one, and that answer counts', async () => {
    const { runtime, ref, call, calls } = setUp(['unauthorized'])
    expect(await settled(callService(runtime, ref, call))).toMatchObject({ data: 'done 2' })
    expect(calls()).toEqual([
      { token: 'token 1', payload: 1 },
      { token: 'token 2', payload: 1 },
    ])
  })

  test("isn't sent a third time", async () => {
    const { runtime, ref, call, calls } = setUp(['unauthorized', 'unauthorized'])
    expect(await settled(callService(runtime, ref, call))).toMatchObject({
      ok: false,
      error: { kind: 'unauthorized' },
    })
    expect(calls()).toHaveLength(2)
  })

  test('is sent once for all merged callers, with the sum of their payloads', async () => {
    const { runtime, ref, call, calls } = setUp(['unauthorized'])
    const first = enterCall(runtime, ref, call)
    const second = enterCall(runtime, ref, { ...call, payload: 4 })
    expect([first.isMerged, second.isMerged]).toEqual([false, true])
    const [one, two] = await settled(Promise.all([first.result, second.result]))
    expect(one).toMatchObject({ ok: true, data: 'done 2' })
    expect(two).toBe(one)
    expect(calls()).toEqual([
      { token: 'token 1', payload: 5 },
      { token: 'token 2', payload: 5 },
    ])
  })

  test("doesn't include anything requested after it was sent", async () => {
    const { runtime, ref, call, calls } = setUp(['unauthorized'])
    const first = callService(runtime, ref, call)
    await vi.advanceTimersByTimeAsync(1000)
    // The second call waits for its turn.
    expect(calls()).toHaveLength(1)
    const later = callService(runtime, ref, { ...call, payload: 4 })
    const [one, two] = await settled(Promise.all([first, later]))
    expect([one.ok, two.ok]).toEqual([true, true])
    expect(two).not.toBe(one)
    expect(calls().map(({ payload }) => payload)).toEqual([1, 1, 4])
  })

  test("isn't sent again with a pasted token, because there is no other", async () => {
    const { runtime, ref, call, calls } = setUp(['unauthorized'], {
      kind: 'token',
      accessToken: 'pasted',
    })
    expect(await settled(callService(runtime, ref, call))).toMatchObject({
      ok: false,
      error: { kind: 'unauthorized' },
    })
    expect(calls()).toEqual([{ token: 'pasted', payload: 1 }])
  })
})

test.each(['forbidden', 'timeout', 'server', 'throttled'] as const)(
  "a call that fails for another reason isn't sent again: %s",
  async (kind) => {
    const { runtime, ref, call, calls } = setUp([kind])
    expect(await settled(callService(runtime, ref, call))).toMatchObject({ error: { kind } })
    expect(calls()).toHaveLength(1)
  },
)

describe('an action that was refused with 429', () => {
  const action = { kind: 'extend', mergeKey: 'one' } as const

  test('waits its turn and is sent again, and that answer counts', async () => {
    const { runtime, ref, call, calls } = setUp(['throttled', 'throttled'])
    const result = callService(runtime, ref, { ...call, ...action })
    expect(await settled(result)).toMatchObject({ data: 'done 3' })
    expect(calls()).toHaveLength(3)
  })

  test("isn't sent a fourth time", async () => {
    const { runtime, ref, call, calls } = setUp(['throttled', 'throttled', 'throttled'])
    const result = callService(runtime, ref, { ...call, ...action })
    expect(await settled(result)).toMatchObject({ error: { kind: 'throttled' } })
    await vi.advanceTimersByTimeAsync(600_000)
    expect(calls()).toHaveLength(3)
  })

  test("isn't sent when the gate stays closed for longer than two minutes", async () => {
    const { runtime, ref, call } = setUp()
    let sends = 0
    const perform = async () => {
      sends += 1
      const error = { ...serviceError('throttled'), retryAfterMs: 121_000 }
      return { ok: false as const, error, meta: noAnswer(Date.now()) }
    }
    const result = callService(runtime, ref, { ...call, ...action, perform })
    expect(await settled(result)).toMatchObject({ error: { kind: 'throttled' } })
    expect(sends).toBe(1)
  })

  test("isn't sent when the gate closes again while it waits, and ends as throttled", async () => {
    const { runtime, ref, call, calls } = setUp(['throttled'])
    const result = callService(runtime, ref, { ...call, ...action })
    await vi.advanceTimersByTimeAsync(1000)
    const gate = gatesOf(runtime).of(ref)
    // A call of another tab, for example, that was on its way.
    const error = { ...serviceError('throttled'), retryAfterMs: 240_000 }
    void gate.run({
      kind: 'stop',
      subject: null,
      mergeKey: null,
      payload: null,
      perform: async () => ({ ok: false, error, meta: noAnswer(Date.now()) }),
    })
    await vi.advanceTimersByTimeAsync(300_000)
    expect(await settled(result)).toMatchObject({ error: { kind: 'throttled' } })
    expect(calls()).toHaveLength(1)
    expect(gate.getView().waiting).toEqual([])
  })

  test('is sent again once for all clicks that were merged, and can be undone meanwhile', async () => {
    const { runtime, ref, call, calls } = setUp(['throttled'])
    const clicks = [1, 2].map(() => callService(runtime, ref, { ...call, ...action }))
    await vi.advanceTimersByTimeAsync(1000)
    const gate = gatesOf(runtime).of(ref)
    expect(gate.getView().waiting).toMatchObject([{ kind: 'extend', payload: 2 }])
    gate.cancel(gate.getView().waiting[0]?.id ?? '')
    for (const click of clicks)
      expect(await settled(click)).toMatchObject({ error: { kind: 'cancelled' } })
    expect(calls()).toEqual([{ token: 'token 1', payload: 2 }])
  })

  test('is not joined by later clicks, which are calls of their own', async () => {
    const { runtime, ref, call, calls } = setUp(['throttled'])
    const first = callService(runtime, ref, { ...call, ...action })
    await vi.advanceTimersByTimeAsync(1000)
    const second = callService(runtime, ref, { ...call, ...action, payload: 5 })
    await settled(first)
    await settled(second)
    expect(calls().map(({ payload }) => payload)).toEqual([1, 1, 5])
  })

  test('is not sent again when it only reads: the next poll is its retry', async () => {
    const { runtime, ref, call, calls } = setUp(['throttled'])
    const result = callService(runtime, ref, call)
    expect(await settled(result)).toMatchObject({ error: { kind: 'throttled' } })
    expect(calls()).toHaveLength(1)
  })
})
