/** Returns a list with one item moved by a step; the same order at an end. @param at its place */
export function moved<Item>(items: readonly Item[], at: number, step: -1 | 1): Item[] {
  const to = Math.min(items.length - 1, Math.max(0, at + step))
  const item = items[at]
  return item === undefined ? [...items] : items.toSpliced(at, 1).toSpliced(to, 0, item)
}
