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

test('updates of two stores exclude each other: none is lost', async () => {
  const stores = [createBrowserStore(), createBrowserStore()]
  const results = await Promise.all(
    Array.from({ length: 60 }, (_, i) => count(stores[i % 2] ?? createBrowserStore())),
  )
  expect(results.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1))
})

test('what was stored is there for a store opened later, until it is cleared', async () => {
  const store = createBrowserStore()
  await count(store)
  expect(await count(createBrowserStore())).toBe(2)
  await store.clear()
  expect(await count(store)).toBe(1)
})

test('a change that throws leaves the state as it was', async () => {
  const store = createBrowserStore()
  await count(store)
  const failing = store.update((stored) => {
    if (stored) stored.calls = 99
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow()
  expect(await count(store)).toBe(2)
})
