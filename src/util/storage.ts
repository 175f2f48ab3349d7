import { reportRefused } from './storage-health.ts'

/**
 * Web storage that never throws: in private mode or with storage refused the console works on,
 * only forgetful. Secrets never come here (see accounts/credentials.ts).
 */

/** Reads a text; null when absent or refused. Values come from parse-stored.ts. */
export function readText(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

/** Writes a JSON value, or removes it when `value` is null. False when storage refused. */
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
 * Calls back when another tab changed the key. Returns the way to stop listening. When another
 * tab cleared all storage (a null key) this one goes on with what it has: an emptied screen
 * would hide sessions that are paid for.
 */
export function onStoredElsewhere(key: string, listener: () => void): () => void {
  const onStorage = (event: StorageEvent) => {
    if (event.key === key) listener()
  }
  addEventListener('storage', onStorage)
  return () => removeEventListener('storage', onStorage)
}
