import * as v from 'valibot'
import { isRecord } from '../util/is-record.ts'
import type { SessionFault } from './session.ts'

const text = v.fallback(v.string(), '')

/** Deeper nesting is noise or an attack. */
const MAX_DEPTH = 8

/**
 * Reads an error object, or the plain text that v1 sends in its place
 * (docs/protocol.md#error-answers). Returns null when there is none.
 */
export function readFault(wire: unknown, depth = 0): SessionFault | null {
  if (typeof wire === 'string') {
    return wire === ''
      ? null
      : { code: '', message: wire, target: null, details: [], innerError: null }
  }
  if (!isRecord(wire) || depth > MAX_DEPTH) return null
  const code = v.parse(text, wire['code'])
  const message = v.parse(text, wire['message'])
  if (code === '' && message === '') return null
  return {
    code,
    message,
    target: typeof wire['target'] === 'string' && wire['target'] !== '' ? wire['target'] : null,
    details: (Array.isArray(wire['details']) ? wire['details'].slice(0, 50) : []).flatMap(
      (detail: unknown) => readFault(detail, depth + 1) ?? [],
    ),
    innerError: readFault(wire['innerError'] ?? wire['innererror'], depth + 1),
  }
}
