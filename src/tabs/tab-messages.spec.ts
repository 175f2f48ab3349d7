import * as fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { forgetCredential, setCredential } from '../accounts/credentials.ts'
import { addCallRecords, type CallRecord, callLogStore } from '../calls/call-log.ts'
import { poisoned } from '../test-support/poisoned-values.ts'
import { serviceError } from '../service/result.ts'
import { openRuntime } from '../test-support/open-runtime.ts'
import { leadershipStore } from './leadership.ts'
import { joinTabs } from './broadcast.ts'
import { sessionTalk } from '../sessions/session-talk.ts'
import { storageHealthStore } from '../runtime/storage-health.ts'
import { createStorage } from '../util/storage.ts'
import { createFakeWebStorage } from '../test-support/fake-web-storage.ts'
import type { BrowserEdge } from '../runtime/runtime.ts'

/** Another tab may run another version of the console, and send anything. */

const session = {
  id: 'crane',
  status: 'Error',
  size: 'Standard',
  createdAt: '2026-01-01T00:00:00Z',
  elapsedMs: 60_000,
  elapsedPrecisionMs: 60_000,
  leaseMs: 3_600_000,
  hostname: 'host',
  arrInspectorPort: 1,
  handshakePort: 2,
  teraflops: 3,
  error: { code: 'C', message: 'm', target: null, details: [], innerError: null },
  message: null,
  ready: { earliestMs: 1, latestMs: 2 },
}
const list = {
  sessions: [session, { ...session, id: 'dock', error: null, ready: null }],
  unreadable: [{ index: 2, id: null, reason: 'no id' }],
  isIncomplete: false,
  isUnderWay: false,
  clock: { offsetMs: 1, roundTripMs: 2, observedAtMs: 3 },
  receivedAtMs: 4,
  setBackMs: 0,
  msCv: 'cv',
}
const listKey = ['sessions', 'account', 'https://a.example', 'v1', 'guid']
const token = {
  accessToken: 'a.b.c',
  issuedAtMs: 1,
  expiresAtMs: 2,
  claims: { aud: 'x' },
  msCv: null,
  fetchedAtMs: 3,
  clockOffsetMs: 4,
}
const record: CallRecord = {
  id: 'tab 1',
  kind: 'poll',
  subject: null,
  method: 'GET',
  url: 'https://a.example/accounts/x/sessions',
  queuedAtMs: 1,
  sentAtMs: 2,
  receivedAtMs: 3,
  status: 200,
  msCv: null,
  error: null,
  code: null,
}
const data = { type: 'data', epoch: 0, key: listKey, data: list, updatedAtMs: 1000 }
const messages = [
  { type: 'hello' },
  data,
  { ...data, key: ['token', 'account'], data: token },
  { type: 'failure', epoch: 0, key: listKey, error: serviceError('server'), atMs: 2000 },
  { type: 'calls', records: [record, { ...record, id: 'tab 2' }] },
  { type: 'credential', accountId: 'a', credential: { kind: 'key', accountKey: 'k' } },
  { type: 'credential', accountId: 'a', credential: null },
  { type: 'raw-wanted', question: { listKey, receivedAtMs: 4, id: 'crane' } },
  { type: 'raw', question: { listKey, receivedAtMs: 4, id: 'crane' }, record: '{}' },
]

const join = (browser: Partial<BrowserEdge> = {}) => {
  const runtime = openRuntime({ browser })
  const { queryClient } = runtime
  const postMessage = vi.fn<(message: unknown) => void>()
  let listen: (event: { data: unknown }) => void = () => {}
  joinTabs(
    runtime,
    {
      postMessage,
      addEventListener: (_type, listener) => {
        listen = listener
      },
    },
    sessionTalk,
  )
  return {
    runtime,
    queryClient,
    postMessage,
    hear: (message: unknown) => listen({ data: message }),
  }
}

test('every message that this version sends can be read', () => {
  const { runtime, hear, queryClient } = join()
  for (const message of messages) hear(structuredClone(message))
  expect(storageHealthStore(runtime).getState().hasUnreadMessage).toBe(false)
  expect(queryClient.getQueryData(listKey)).toEqual(list)
  expect(queryClient.getQueryData(['token', 'account'])).toEqual(token)
  expect(callLogStore(runtime).getState().records).toHaveLength(2)
})

test('a tab that becomes leader while it receives data uses the token, and fetches its lists', () => {
  const { runtime, hear, queryClient } = join()
  leadershipStore(runtime).setState({ isLeader: true, epoch: 2 })
  hear({ ...data, epoch: 1, key: ['token', 'account'], data: token })
  hear({ ...data, epoch: 1 })
  expect(queryClient.getQueryData(['token', 'account'])).toEqual(token)
  expect(queryClient.getQueryData(listKey)).toBeUndefined()
})

test('after any message this tab still sends and receives, and what it shows is valid', () => {
  fc.assert(
    fc.property(poisoned(...messages), (message) => {
      const { runtime, hear, postMessage, queryClient } = join()
      expect(() => hear(message)).not.toThrow()

      postMessage.mockClear()
      setCredential(runtime, 'mine', { kind: 'key', accountKey: 'k' })
      addCallRecords(runtime, [{ ...record, id: `mine ${Math.random()}` }])
      expect(postMessage).toHaveBeenCalledTimes(2)
      forgetCredential(runtime, 'mine')

      for (const [key, shown] of queryClient.getQueriesData<typeof list>({
        queryKey: ['sessions'],
      })) {
        expect(key).toHaveLength(5)
        if (shown)
          for (const { id, leaseMs } of shown.sessions)
            expect([typeof id, Number.isFinite(leaseMs)]).toEqual(['string', true])
      }
      const { records } = callLogStore(runtime).getState()
      expect(records.every(({ url }) => URL.canParse(url))).toBe(true)

      hear({ ...data, key: [...listKey.slice(0, 4), 'good'], updatedAtMs: 1e15 })
      expect(queryClient.getQueryData([...listKey.slice(0, 4), 'good'])).toEqual(list)
    }),
    { numRuns: 300 },
  )
})

test('an unreadable message is reported and stored nowhere', () => {
  const { texts, of } = createFakeWebStorage()
  const { runtime, hear } = join({ storage: createStorage(of()) })
  hear({ type: 'credential', accountId: 'a', credential: { accountKey: 'SECRET' } })
  expect(storageHealthStore(runtime).getState().hasUnreadMessage).toBe(true)
  expect([...texts]).toEqual([])
})

test('a message that contains itself is refused like any other', () => {
  const error: Record<string, unknown> = { ...session.error }
  error['innerError'] = error
  const { runtime, hear } = join()
  expect(() =>
    hear({ ...data, data: { ...list, sessions: [{ ...session, error }] } }),
  ).not.toThrow()
  expect(storageHealthStore(runtime).getState().hasUnreadMessage).toBe(true)
})
