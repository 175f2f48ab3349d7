import type { StoreApi } from 'zustand'
import type { StorageHealth } from '../util/storage.ts'
import type { Runtime } from './runtime.ts'

/** Whether this browser stores what the console gives it: the one flag for all kinds of storage. */
export function storageHealthStore({ browser }: Runtime): StoreApi<StorageHealth> {
  return browser.storage.health
}
