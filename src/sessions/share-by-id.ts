import { replaceEqualDeep } from '@tanstack/react-query'

/**
 * Keeps the references of unchanged items across polls, matched by ID. React Query's structural
 * sharing matches arrays by index, so one session inserted at the top would replace every row of
 * the table. Its comparison of two items serves here.
 */

/**
 * Returns the new list with every unchanged item replaced by its old reference, or the old list
 * itself when nothing changed. Items are plain JSON.
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

/** Returns one item per ID, at the position of the first and with the content of the last. */
export function uniqueById<T extends { id: string }>(items: readonly T[]): readonly T[] {
  const byId = new Map(items.map((item) => [item.id, item]))
  return byId.size === items.length ? items : [...byId.values()]
}
