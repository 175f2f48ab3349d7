import { reportRefused } from './storage-health.ts'

/**
 * Web storage that never throws. In private mode, or when storage is refused, the console works
 * but remembers nothing. Secrets never come here (see accounts/credentials.ts).
 */

/** Reads a text; null when absent or refused. Use parse-stored.ts to read values. */
export function readText(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

/**
 * Writes a JSON value, or removes it when `value` is null. Returns false when storage refused
 * it.
 */
export function writeStored(key: string, value: unknown): boolean {
  try {
    if (value === null) localStorage.removeItem(key)
    else localStorage.setItem(key, JSON.stringify(value))
    return true
  } catch {
    reportRefused()
    return false
  }
}

/**
 * Calls back when another tab changed the key, and returns a function to stop listening. When
 * another tab cleared all storage (a null key), this tab keeps what it has: an empty screen
 * would hide sessions that are being billed.
 */
export function onStoredElsewhere(key: string, listener: () => void): () => void {
  const onStorage = (event: StorageEvent) => {
    if (event.key === key) listener()
  }
  addEventListener('storage', onStorage)
  return () => removeEventListener('storage', onStorage)
}

/** Moves a text to another key, unless that one exists already. The former key is removed. */
export function renameKey(former: string, key: string): void {
  try {
    const text = localStorage.getItem(former)
    if (text === null) return
    if (localStorage.getItem(key) === null) localStorage.setItem(key, text)
    localStorage.removeItem(former)
  } catch {
    // Read from its old place, or not at all: storage is refused or full.
  }
}
