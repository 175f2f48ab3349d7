import * as fc from 'fast-check'
import { isRecord } from '../util/is-record.ts'

/** For tests: values that storage or another tab may contain. */

/** Anything that can be cloned, as in databases and messages. */
const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withNullPrototype: false,
})

/** Anything that JSON can represent. */
const anyJson = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(null, -1, 0.5, 1e308, '', [], {}, 'constructor'),
)

/** The fields of an object or the items of a list, by name; none for anything else. */
function partsOf(value: unknown): Record<string, unknown> {
  if (Array.isArray(value)) return Object.fromEntries(Object.entries(value as unknown[]))
  return isRecord(value) ? value : {}
}

/** The value with one part, at any depth, replaced or removed. */
function broken(
  value: unknown,
  part: fc.Arbitrary<unknown>,
  removed: unknown,
): fc.Arbitrary<unknown> {
  const parts = partsOf(value)
  const keys = Object.keys(parts)
  if (keys.length === 0) return part
  return fc.constantFrom(...keys).chain((key) => {
    const copy = (change: unknown): unknown => {
      const next = { ...parts }
      if (change === removed) delete next[key]
      else next[key] = change
      // A list keeps its length: the removed item leaves a hole.
      return Array.isArray(value) ? Object.assign([], next, { length: keys.length }) : next
    }
    return fc.oneof(part, broken(parts[key], part, removed), fc.constant(removed)).map(copy)
  })
}

const REMOVED = Symbol('removed')

/** Anything, or one of these valid values with one of its parts broken. */
export function poisoned(...valid: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc.oneof(anything, ...valid.map((value) => broken(value, anything, REMOVED)))
}

/** The same as the text of a stored JSON value; some of them aren't JSON. */
export function poisonedText(...valid: readonly unknown[]): fc.Arbitrary<string> {
  return fc.oneof(
    fc.string(),
    anyJson.map((value) => JSON.stringify(value)),
    fc.constantFrom('1e999', '{"__proto__": 1}', '[[[[', 'null'),
    ...valid.map((value) =>
      broken(value, anyJson, REMOVED).map((part) => JSON.stringify(part) ?? 'undefined'),
    ),
  )
}
