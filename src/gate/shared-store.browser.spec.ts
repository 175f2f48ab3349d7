import { expect, test, vi } from 'vitest'
import { SET_ASIDE_KEY } from '../util/parse-stored.ts'
import { openSharedStores } from './shared-store.ts'
import { createStorage, PAGE_STORAGE } from '../util/storage.ts'

let storage = createStorage(PAGE_STORAGE)

/** Two stores of one name stand for two tabs: each has its own connection and channel. */
const tab = (name: string) =>
  openSharedStores(storage, new BroadcastChannel(name), name).of('gate a')

test('simultaneous changes of two tabs are never lost', async () => {
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

test('a later tab finds what an earlier one did, and an open one is told', async () => {
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

test('gates keep separate states', async () => {
  const name = `gates ${crypto.randomUUID()}`
  const stores = openSharedStores(storage, new BroadcastChannel(name), name)
  await stores.of('a').update((state) => ({ next: { ...state, pollFactor: 4 }, result: null }))
  expect(
    await stores.of('b').update((state) => ({ next: state, result: state.pollFactor })),
  ).toBe(1)
})

test('on a full disk the last call is remembered, and stored once there is room', async () => {
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

test('a gate that is not known to have changed sends no message', async () => {
  const name = `gates ${crypto.randomUUID()}`
  const first = tab(name)
  const second = tab(name)
  const heard: number[] = []
  second.subscribe(() => heard.push(second.peek().lastCallAtMs))
  await first.update((state) => ({ next: state, result: null }))
  await first.update((state) => ({ next: { ...state, lastCallAtMs: 42 }, result: null }))
  await vi.waitFor(() => expect(heard).toEqual([42]))
})

/** Stores anything in place of a gate's state or the number of the leadership. */
const poison = (name: string, table: 'gates' | 'lead', key: string, value: unknown) =>
  new Promise<void>((resolve, reject) => {
    const request = indexedDB.open(name, 2)
    request.onerror = () => reject(request.error ?? new Error('refused'))
    request.onupgradeneeded = () => {
      request.result.createObjectStore('gates')
      request.result.createObjectStore('lead')
    }
    request.onsuccess = () => {
      const transaction = request.result.transaction(table, 'readwrite')
      transaction.objectStore(table).put(value, key)
      transaction.oncomplete = () => {
        request.result.close()
        resolve()
      }
    }
  })

test('an unreadable state delays no call, is set aside, and is reported once', async () => {
  const cases = [
    null,
    'text',
    { lastCallAtMs: Number.NaN, claims: 'none', pollFactor: 0 },
    { lastCallAtMs: 1, claims: [{ holder: 5 }], revision: Number.NaN },
    { revision: Number.MAX_VALUE },
  ]
  for (const value of cases) {
    localStorage.clear()
    storage = createStorage(PAGE_STORAGE)
    const gate = `gate ${crypto.randomUUID()}`
    const name = `gates ${crypto.randomUUID()}`
    await poison(name, 'gates', gate, value)
    const open = () => openSharedStores(storage, new BroadcastChannel(name), name).of(gate)
    const leave = (store: ReturnType<typeof open>) =>
      store.update((state) => ({
        next: { ...state, lastCallAtMs: 5000, cleanPolls: state.cleanPolls + 1 },
        result: state.claims.length,
      }))
    expect(await leave(open())).toBe(0)
    // Stored, so that a later tab knows of it.
    const later = open()
    await vi.waitFor(() => expect(later.peek().lastCallAtMs).toBe(5000))
    expect(await leave(later)).toBe(0)
    expect(later.peek().cleanPolls).toBe(2)
    expect(storage.health.getState().setAside).toEqual(['rrc-gates'])
    expect(localStorage.getItem(SET_ASIDE_KEY)).toContain(gate)
  }
})

test('an unreadable leadership number restarts above the highest number heard', async () => {
  for (const value of ['x', Number.NaN, -1, 2 ** 60]) {
    const name = `gates ${crypto.randomUUID()}`
    await poison(name, 'lead', 'epoch', value)
    const stores = openSharedStores(storage, new BroadcastChannel(name), name)
    expect(await stores.claimLead(4)).toBe(5)
    expect(await stores.claimLead(0)).toBe(6)
  }
})

test('an unreadable message changes nothing', async () => {
  const name = `gates ${crypto.randomUUID()}`
  const store = tab(name)
  await store.update((state) => ({ next: { ...state, lastCallAtMs: 7 }, result: null }))
  const other = new BroadcastChannel(name)
  const bad = { ...store.peek(), claims: 'none', revision: 99 }
  for (const data of [null, 5, {}, { gate: 'gate a' }, { gate: 'gate a', state: bad }])
    other.postMessage(data)
  other.postMessage({
    gate: 'gate a',
    state: { ...store.peek(), cleanPolls: 3, revision: 98 },
  })
  await vi.waitFor(() => expect(store.peek().cleanPolls).toBe(3))
  expect(store.peek().claims).toEqual([])
})
