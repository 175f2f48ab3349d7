import { randomId } from './random-id.ts'
const KEY = 'rrc-tab'

/**
 * A name for this tab that outlives its reloads, so that what it left in shared state counts as
 * its own. A duplicated tab copies it, so nothing but fairness may rest on it.
 */
export function readTabId(): string {
  const fresh = randomId(20)
  try {
    const known = sessionStorage.getItem(KEY)
    if (known === null) sessionStorage.setItem(KEY, fresh)
    return known ?? fresh
  } catch {
    return fresh
  }
}
