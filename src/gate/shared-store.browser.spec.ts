import { expect, test, vi } from 'vitest'
import { openSharedStores } from './shared-store.ts'

/** Two stores of one name stand for two tabs: each has a connection and a channel of its own. */
const tab = (name: string) => openSharedStores(new BroadcastChannel(name), name).of('gate a')

test('changes of two tabs at once are never lost', async () => {
  const name = `gates ${crypto.randomUUID()}`
  const first = tab(name)
  const second = tab(name)
  await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      (index % 2 === 0 ? first : second).update((state) => ({
        next: { ...state, cleanPolls: state.cleanPolls + 1 },
        result: null,
      })),
    ),
  )
  const total = await first.update((state) => ({ next: state, result: state.cleanPolls }))
  expect(total).toBe(40)
})

test('what one tab did is known to a tab that opens later, and told to one that is open', async () => {
  const name = `gates ${crypto.randomUUID()}`
  const first = tab(name)
  const second = tab(name)
  const onChange = vi.fn()
  second.subscribe(onChange)
  await first.update((state) => ({ next: { ...state, lastCallAtMs: 42 }, result: null }))
  await vi.waitFor(() => expect(onChange).toHaveBeenCalled())
  expect(second.peek().lastCallAtMs).toBe(42)

  const later = tab(name)
  await vi.waitFor(() => expect(later.peek().lastCallAtMs).toBe(42))
})

test('gates do not mix', async () => {
  const name = `gates ${crypto.randomUUID()}`
  const stores = openSharedStores(new BroadcastChannel(name), name)
  await stores.of('a').update((state) => ({ next: { ...state, pollFactor: 4 }, result: null }))
  expect(
    await stores.of('b').update((state) => ({ next: state, result: state.pollFactor })),
  ).toBe(1)
})

test('on a full disk the last call is remembered all the same, and stored once there is room', async () => {
  const name = `gates ${crypto.randomUUID()}`
  const full = tab(name)
  const call = (atMs: number) =>
    full.update((state) => ({
      next: { ...state, lastCallAtMs: atMs },
      result: state.lastCallAtMs,
    }))
  await call(1000)
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  expect(await call(2000)).toBe(1000)
  expect(await call(3000)).toBe(2000)
  vi.restoreAllMocks()
  await full.update((state) => ({ next: state, result: null }))
  const later = tab(name)
  await vi.waitFor(() => expect(later.peek().lastCallAtMs).toBe(3000))
})

test('a gate that is not known to be changed tells nobody', async () => {
  const name = `gates ${crypto.randomUUID()}`
  const first = tab(name)
  const second = tab(name)
  const heard: number[] = []
  second.subscribe(() => heard.push(second.peek().lastCallAtMs))
  await first.update((state) => ({ next: state, result: null }))
  await first.update((state) => ({ next: { ...state, lastCallAtMs: 42 }, result: null }))
  await vi.waitFor(() => expect(heard).toEqual([42]))
})
