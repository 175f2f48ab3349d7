import { randomId } from './random-id.ts'
const KEY = 'rrc-tab'

/**
 * A name for this tab that survives reloads, so that its entries in shared state remain its
 * own. A duplicated tab copies it, so only fairness may depend on it.
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
