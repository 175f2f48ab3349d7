import { isRecord } from '../util/is-record.ts'
import { parseJson } from './http.ts'

/**
 * Returns the record of one session as the service sent it, pretty-printed, from the stored
 * bodies (list pages in their order, or a single GET). The last one wins; null when none
 * contains it.
 */
export function rawRecord(texts: readonly string[], id: string): string | null {
  for (const text of texts.toReversed()) {
    const body = parseJson(text)
    if (!isRecord(body)) continue
    const records: unknown[] = Array.isArray(body['sessions']) ? body['sessions'] : [body]
    const found = records.findLast(
      (record) => isRecord(record) && (record['id'] === id || record['sessionId'] === id),
    )
    if (found !== undefined) return JSON.stringify(found, null, 2)
  }
  return null
}
