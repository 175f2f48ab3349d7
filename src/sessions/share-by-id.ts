import { replaceEqualDeep } from '@tanstack/react-query'

/**
 * Keeps the references of unchanged items across polls, matched by id. React Query's own
 * sharing matches arrays by index, so that one session inserted at the top would renew every
 * row of the table.
 */

/**
 * The new list with every unchanged item replaced by its old reference; the old list itself when
 * nothing changed. Items are plain JSON.
 */
export function shareById<T extends { id: string }>(
  before: readonly T[],
  after: readonly T[],
): readonly T[] {
  const known = new Map(before.map((item) => [item.id, item]))
  const shared = after.map((item) => replaceEqualDeep(known.get(item.id), item))
  const isUnchanged =
    shared.length === before.length && shared.every((item, index) => item === before[index])
  return isUnchanged ? before : shared
}

/** One item of each id, where the first of it stood; of several the last one counts. */
export function uniqueById<T extends { id: string }>(items: readonly T[]): readonly T[] {
  const byId = new Map(items.map((item) => [item.id, item]))
  return byId.size === items.length ? items : [...byId.values()]
}
