import { createStore, type StoreApi } from 'zustand'

/**
 * What the console stores by key, and whether the browser stores it at all. It never throws: in
 * private mode, or when storage is refused, the console works but remembers nothing. Secrets
 * never come here (see accounts/credentials.ts).
 */
export type ConsoleStorage = {
  web: WebStorageEdge
  /** Each kind of storage reports here. */
  health: StoreApi<StorageHealth>
  /** What was set aside before, without reading storage (see parse-stored.ts). */
  setAside: Set<string>
}

/** The web storage of a browser, as one of its tabs sees it. */
export type WebStorageEdge = {
  /** Throws where the browser has none, or refuses it. */
  open: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  /**
   * Calls back with each key that another tab changed, null for all of them.
   * @returns a function to stop listening
   */
  onChangedElsewhere: (listener: (key: string | null) => void) => () => void
}

/** Whether this browser stores what the console gives it. */
export type StorageHealth = {
  /**
   * Storage is full, refused, or was taken away, so new data lasts only as long as this tab.
   */
  isRefused: boolean
  /** A newer version of the console has changed the databases, so this tab can't use them. */
  isOutdated: boolean
  /** Places where stored data could not be read. A copy is kept, and the data isn't used. */
  setAside: readonly string[]
  /** Another tab sent a message that this one can't read: one of them runs another version. */
  hasUnreadMessage: boolean
}

/** Makes the storage of one tab. */
export function createStorage(web: WebStorageEdge): ConsoleStorage {
  return {
    web,
    health: createStore<StorageHealth>()(() => ({
      isRefused: false,
      isOutdated: false,
      setAside: [],
      hasUnreadMessage: false,
    })),
    setAside: new Set(),
  }
}

/** The web storage of the page this runs in. */
export const PAGE_STORAGE: WebStorageEdge = {
  open: () => localStorage,
  onChangedElsewhere: (listener) => {
    const onStorage = ({ key }: StorageEvent) => listener(key)
    addEventListener('storage', onStorage)
    return () => removeEventListener('storage', onStorage)
  },
}

/** No web storage: what is stored is refused. */
export const NO_STORAGE: WebStorageEdge = {
  open: () => {
    throw new Error('this browser has no storage')
  },
  onChangedElsewhere: () => () => {},
}

/** Reads a text; null when absent or refused. Use parse-stored.ts to read values. */
export function readText({ web }: ConsoleStorage, key: string): string | null {
  try {
    return web.open().getItem(key)
  } catch {
    return null
  }
}

/**
 * Writes a JSON value, or removes it when `value` is null. Returns false when storage refused
 * it.
 */
export function writeStored(storage: ConsoleStorage, key: string, value: unknown): boolean {
  try {
    if (value === null) storage.web.open().removeItem(key)
    else storage.web.open().setItem(key, JSON.stringify(value))
    return true
  } catch {
    reportRefused(storage)
    return false
  }
}

/**
 * Calls back when another tab changed the key, and returns a function to stop listening. When
 * another tab cleared all storage (a null key), this tab keeps what it has: an empty screen
 * would hide sessions that are being billed.
 */
export function onStoredElsewhere(
  { web }: ConsoleStorage,
  key: string,
  listener: () => void,
): () => void {
  return web.onChangedElsewhere((changed) => {
    if (changed === key) listener()
  })
}

/** Something could not be stored. */
export function reportRefused({ health }: ConsoleStorage): void {
  health.setState({ isRefused: true })
}

/** This tab is of an older version than the databases of this browser. */
export function reportOutdated({ health }: ConsoleStorage): void {
  health.setState({ isOutdated: true })
}

/**
 * Reports that stored data could not be read.
 * @param place where it was stored, for example `rrc.accounts`
 */
export function reportSetAside({ health }: ConsoleStorage, place: string): void {
  health.setState(({ setAside }) =>
    setAside.includes(place) ? {} : { setAside: [...setAside, place] },
  )
}

/** Reports that a message of another tab could not be read. */
export function reportUnreadMessage({ health }: ConsoleStorage): void {
  health.setState({ hasUnreadMessage: true })
}
