import { afterEach, expect, test } from 'vitest'
import { createBrowserStore } from './browser-store.ts'
import { DEFAULT_OPTIONS } from './options.ts'
import { beginState } from './state.ts'

afterEach(() => createBrowserStore().clear())

const count = (store: ReturnType<typeof createBrowserStore>): Promise<number> =>
  store.update((stored) => {
    const state = stored ?? beginState(DEFAULT_OPTIONS, 0)
    state.calls += 1
    return { state, result: state.calls }
  })

test('updates of two stores exclude each other, so none is lost', async () => {
  const stores = [createBrowserStore(), createBrowserStore()]
  const results = await Promise.all(
    Array.from({ length: 60 }, (_, i) => count(stores[i % 2] ?? createBrowserStore())),
  )
  expect(results.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1))
})

test('a stored state is found by a store opened later, until it is cleared', async () => {
  const store = createBrowserStore()
  await count(store)
  expect(await count(createBrowserStore())).toBe(2)
  await store.clear()
  expect(await count(store)).toBe(1)
})

test('a change that throws leaves the state unchanged', async () => {
  const store = createBrowserStore()
  await count(store)
  const failing = store.update((stored) => {
    if (stored) stored.calls = 99
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow()
  expect(await count(store)).toBe(2)
})

test('an unreadable state is kept beside the new one', async () => {
  const store = createBrowserStore()
  await count(store)
  expect(store.hasSetAside()).toBe(false)
  const db = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open('remote-rendering-simulator')
    request.onsuccess = () => resolve(request.result)
  })
  await new Promise((resolve) => {
    const transaction = db.transaction('states', 'readwrite')
    transaction.objectStore('states').put({ version: 1, changed: 'all' }, 'current')
    transaction.oncomplete = resolve
  })
  const later = createBrowserStore()
  expect(await count(later)).toBe(1)
  expect(await count(later)).toBe(2)
  expect(later.hasSetAside()).toBe(true)
  const kept = await new Promise((resolve) => {
    const request = db.transaction('states').objectStore('states').get('set aside')
    request.onsuccess = () => resolve(request.result)
  })
  expect(kept).toEqual({ version: 1, changed: 'all' })
  db.close()
})
