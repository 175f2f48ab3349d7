import { createStore } from 'zustand'
import { type EndpointRef, accountsStore, endpointRefs } from '../accounts/accounts.ts'
import { locationKeyOf } from '../accounts/endpoint-lookup.ts'
import { perRuntime } from '../runtime/part.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { finite, fittingEntries, readStored } from '../util/parse-stored.ts'
import { writeStored } from '../util/storage.ts'

/** When each endpoint was last listed, so that the age of what is recalled can be said. */

const STORAGE_KEY = 'rrc.last-lists'

/** Local clock, epoch ms, by location key. */
export const lastListedStore = perRuntime((runtime) =>
  createStore<{ atMs: Readonly<Record<string, number>> }>()(() => ({
    atMs: readStored(runtime.browser.storage, STORAGE_KEY, {}, (value, onMisfit) =>
      fittingEntries(finite, value, onMisfit),
    ),
  })),
)

/**
 * Stores when an endpoint was listed. Endpoints of removed accounts are dropped with it.
 * @param atMs local clock, epoch ms
 */
export function noteListed(runtime: Runtime, ref: EndpointRef, atMs: number): void {
  const known = { ...lastListedStore(runtime).getState().atMs, [locationKeyOf(ref)]: atMs }
  const next = Object.fromEntries(
    endpointRefs(accountsStore(runtime).getState().accounts).flatMap((each) => {
      const key = locationKeyOf(each)
      const listedAtMs = known[key]
      return listedAtMs === undefined ? [] : [[key, listedAtMs]]
    }),
  )
  lastListedStore(runtime).setState({ atMs: next })
  writeStored(runtime.browser.storage, STORAGE_KEY, next)
}
