import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createMemoryStores } from '../gate/store.ts'
import { portsOf } from '../test-support/service-ports.ts'
import { setCredential } from '../accounts/credentials.ts'
import { leadershipStore } from './leadership.ts'
import { createRuntime } from '../runtime/runtime.ts'
import { joinBrowser } from './join-tabs.ts'
import { joinTabs } from './broadcast.ts'

/** A tab joins the others of its browser once the code for their talk is there. */

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-01-01T00:00:00Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

/** A tab in view whose talk can be fetched from the given try on. */
const openTab = (comesAtTry: number) => {
  const fetchedAtMs: number[] = []
  const locksAsked: string[] = []
  const said: { channel: string; message: unknown }[] = []
  const runtime = createRuntime({
    ports: portsOf(() => Promise.reject(new TypeError('no network in this test'))),
  })
  const startMs = Date.now()
  joinBrowser(runtime, {
    stores: createMemoryStores(),
    locks: {
      request: (name, _options, whileHeld) => {
        locksAsked.push(name)
        return whileHeld()
      },
    },
    openChannel: (channel) => ({
      postMessage: (message) => said.push({ channel, message }),
      addEventListener: () => {},
    }),
    page: {
      isHidden: () => false,
      onHiddenChange: () => {},
      onReturn: () => {},
      onFreezeChange: () => {},
    },
    loadTalk: async () => {
      fetchedAtMs.push(Date.now() - startMs)
      if (fetchedAtMs.length < comesAtTry) throw new TypeError('Failed to fetch')
      return { joinTabs }
    },
  })
  return { runtime, fetchedAtMs, locksAsked, said }
}

test('a tab takes no lead before it can tell the others what it hears', async () => {
  const { runtime, fetchedAtMs, locksAsked, said } = openTab(3)
  await vi.advanceTimersByTimeAsync(2999)
  expect(fetchedAtMs).toEqual([0, 1000])
  expect(locksAsked).toEqual([])
  expect(said).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(fetchedAtMs).toEqual([0, 1000, 3000])
  expect(locksAsked).toEqual(['rrc-leader'])
  expect(leadershipStore(runtime).getState()).toEqual({
    isLeader: true,
    epoch: 1,
    isAlone: false,
  })
})

test('a tab that never can asks for itself, and leaves the lead to the others', async () => {
  const { runtime, fetchedAtMs, locksAsked, said } = openTab(Infinity)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(fetchedAtMs).toEqual([0, 1000, 3000, 7000])
  expect(locksAsked).toEqual([])
  expect(said).toEqual([])
  expect(leadershipStore(runtime).getState()).toEqual({
    isLeader: true,
    epoch: 0,
    isAlone: true,
  })
})

test('what came before the talk did is told when it comes', async () => {
  const { runtime, said } = openTab(2)
  const credential = { kind: 'key', accountKey: 'key' } as const
  setCredential(runtime, 'account', credential)
  await vi.advanceTimersByTimeAsync(1000)
  expect(said).toContainEqual({
    channel: 'rrc-tabs',
    message: { type: 'credential', accountId: 'account', credential },
  })
})
