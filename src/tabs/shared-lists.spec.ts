import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, test, vi } from 'vitest'
import type { Channel } from '../util/channel.ts'
import { portsOf } from '../test-support/service-ports.ts'
import { keepTexts } from '../sessions/list-texts.ts'
import { rawRecordQuery } from '../sessions/raw-records.ts'
import { createRuntime } from '../runtime/runtime.ts'
import type { ObservedSession, SessionList } from '../sessions/session-list.ts'
import { joinTabs } from './broadcast.ts'
import { setClockByHand } from '../test-support/lonely-browser.ts'
import { observedSession } from '../test-support/observed-session.ts'
import { sessionTalk } from '../sessions/session-talk.ts'

/** Lists that tabs share. */

const KEY = [
  'sessions',
  'account',
  'https://remoterendering.example',
  '2021-01-01',
  'id',
] as const

const session = (id: string, status = 'Ready'): ObservedSession =>
  observedSession({ id, status })

const listOf = (receivedAtMs: number, sessions: readonly ObservedSession[]): SessionList => ({
  sessions,
  unreadable: [],
  isIncomplete: false,
  isUnderWay: false,
  clock: null,
  receivedAtMs,
  setBackMs: 0,
  msCv: null,
})

/** A channel that copies each message to all members and records it. */
const createAir = () => {
  const listeners: { owner: object; hear: (event: { data: unknown }) => void }[] = []
  const said: unknown[] = []
  const open = (): Channel => {
    const owner = {}
    return {
      postMessage: (message) => {
        said.push(message)
        const data = structuredClone(message)
        for (const each of listeners) if (each.owner !== owner) each.hear({ data })
      },
      addEventListener: (_type, hear) => listeners.push({ owner, hear }),
    }
  }
  return { open, said }
}

const openTab = (channel: Channel) => {
  const runtime = createRuntime({
    ports: portsOf(() => Promise.reject(new TypeError('no network in this test'))),
  })
  joinTabs(runtime, channel, sessionTalk)
  const known = () => runtime.queryClient.getQueryData<SessionList>(KEY)
  const tell = (list: SessionList) =>
    runtime.queryClient.setQueryData(KEY, list, { updatedAt: list.receivedAtMs })
  return { runtime, known, tell }
}

setClockByHand()

test('an unchanged session stays the same object in the followers', () => {
  const air = createAir()
  const leader = openTab(air.open())
  const follower = openTab(air.open())
  leader.tell(listOf(1, [session('a'), session('b', 'Starting')]))
  const before = follower.known()
  leader.tell(listOf(2, [session('new'), session('a'), session('b')]))
  const after = follower.known()
  expect(after?.receivedAtMs).toBe(2)
  expect(after?.sessions[1]).toBe(before?.sessions[0])
  expect(after?.sessions[2]).toEqual(session('b'))
})

test('a tab that is alone sends no list, and a tab that is opened later learns the latest', () => {
  const air = createAir()
  const leader = openTab(air.open())
  leader.tell(listOf(1, [session('a')]))
  leader.tell(listOf(2, [session('b')]))
  expect(JSON.stringify(air.said)).not.toContain('Ready')
  const later = openTab(air.open())
  expect(later.known()?.sessions).toEqual([session('b')])
  leader.tell(listOf(3, [session('c')]))
  expect(later.known()?.sessions).toEqual([session('c')])
})

test('a list from another tab names each session once, and the later mention counts', () => {
  const air = createAir()
  const leader = openTab(air.open())
  const follower = openTab(air.open())
  leader.tell(listOf(1, [session('a', 'Stopped'), session('b'), session('a')]))
  expect(follower.known()?.sessions).toEqual([session('a'), session('b')])
})

test('raw bodies never go to the other tabs, and one record does on request', async () => {
  const air = createAir()
  const leader = openTab(air.open())
  const follower = openTab(air.open())
  const texts = ['{"sessions":[{"id":"a","x":1},{"id":"b","x":"a long text"}]}']
  keepTexts(leader.runtime.queryClient, KEY, { texts, receivedAtMs: 1 })
  leader.tell(listOf(1, [session('a'), session('b')]))
  expect(JSON.stringify(air.said)).not.toContain('a long text')

  const question = { listKey: KEY, receivedAtMs: 1, id: 'a' }
  const { queryClient } = follower.runtime
  const query = rawRecordQuery(follower.runtime, question)
  const stop = new QueryObserver(queryClient, query).subscribe(() => {})
  await vi.advanceTimersByTimeAsync(10)
  expect(queryClient.getQueryData(query.queryKey)).toBe('{\n  "id": "a",\n  "x": 1\n}')
  await vi.advanceTimersByTimeAsync(5000)
  expect(queryClient.getQueryData(query.queryKey)).toBe('{\n  "id": "a",\n  "x": 1\n}')
  expect(JSON.stringify(air.said)).not.toContain('a long text')
  stop()
})

test('a raw record of another list than the requested one is ignored', async () => {
  const air = createAir()
  const leader = openTab(air.open())
  const follower = openTab(air.open())
  keepTexts(leader.runtime.queryClient, KEY, {
    texts: ['{"sessions":[{"id":"a"}]}'],
    receivedAtMs: 2,
  })
  const question = { listKey: KEY, receivedAtMs: 1, id: 'a' }
  const asked = follower.runtime.queryClient.fetchQuery(
    rawRecordQuery(follower.runtime, question),
  )
  await vi.advanceTimersByTimeAsync(5000)
  expect(await asked).toBeNull()
})

test('a tab alone has the raw records of its own lists', async () => {
  const queryClient = new QueryClient()
  keepTexts(queryClient, KEY, { texts: ['{"sessions":[{"id":"a"}]}'], receivedAtMs: 2 })
  const runtime = { ...openTab(createAir().open()).runtime, queryClient }
  const question = { listKey: KEY, receivedAtMs: 2, id: 'a' }
  expect(await queryClient.fetchQuery(rawRecordQuery(runtime, question))).toContain('"a"')
})
