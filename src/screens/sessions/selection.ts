/** The rules of selecting sessions in the list. Pure. */

/** The sessions that the user selected. */
export type Selection = {
  /** Keys of the selected sessions. */
  keys: ReadonlySet<string>
  /**
   * Selected sessions that have left the list since. They are counted until the selection is
   * cleared, and one that is listed again under the same ID is another session: not selected.
   */
  goneCount: number
  /** Where a range begins: the key that was selected or deselected last; null before the first. */
  anchor: string | null
  /** Where the last range ended; null unless a range was selected last. */
  lead: string | null
  /** What was selected before the range; the next range from the same anchor replaces it. */
  beforeRange: ReadonlySet<string>
}

/** Selects a session, or deselects it. The next range begins there. */
export function toggled(selection: Selection, key: string): Selection {
  const keys = new Set(selection.keys)
  if (!keys.delete(key)) keys.add(key)
  return { ...selection, keys, anchor: key, lead: null, beforeRange: keys }
}

/**
 * Selects from the anchor to a session, in the order on screen. What the last range selected
 * beyond that is deselected, so that a range can be made smaller. Without an anchor on screen the
 * range is the session alone.
 * @param order keys of the sessions on screen
 */
export function extendedTo(
  selection: Selection,
  order: readonly string[],
  key: string,
): Selection {
  const to = order.indexOf(key)
  if (to < 0) return selection
  const anchorAt = selection.anchor === null ? -1 : order.indexOf(selection.anchor)
  const from = anchorAt < 0 ? to : anchorAt
  const range = order.slice(Math.min(from, to), Math.max(from, to) + 1)
  return {
    ...selection,
    keys: new Set([...selection.beforeRange, ...range]),
    anchor: order[from] ?? key,
    lead: key,
  }
}

/**
 * Extends the range by a step of the keyboard. It goes on where the last step ended; from anywhere
 * else, a new range begins.
 * @param from the session that has the focus
 * @param to the session that gets it
 */
export function steppedTo(
  selection: Selection,
  order: readonly string[],
  from: string,
  to: string,
): Selection {
  const isGoingOn = selection.lead === from
  const base = isGoingOn
    ? selection
    : { ...selection, anchor: from, beforeRange: selection.keys }
  return extendedTo(base, order, to)
}

/** Selects all sessions on screen, besides those that were selected already. */
export function withAll(selection: Selection, order: readonly string[]): Selection {
  const keys = new Set([...selection.keys, ...order])
  return { ...selection, keys, anchor: null, lead: null, beforeRange: keys }
}

/** Deselects all sessions on screen. */
export function withNone(selection: Selection, order: readonly string[]): Selection {
  const keys = new Set(selection.keys)
  for (const key of order) keys.delete(key)
  return { ...selection, keys, anchor: null, lead: null, beforeRange: keys }
}

/**
 * Takes out the sessions that have left the list, and counts them.
 * @returns the same selection when there are none
 */
export function withoutGone(
  selection: Selection,
  isListed: (key: string) => boolean,
): Selection {
  const keys = new Set([...selection.keys].filter(isListed))
  const count = selection.keys.size - keys.size
  if (count === 0) return selection
  return {
    ...selection,
    keys,
    goneCount: selection.goneCount + count,
    beforeRange: new Set([...selection.beforeRange].filter(isListed)),
  }
}

/** How much of what is on screen is selected. */
export function shareSelected(
  { keys }: Selection,
  order: readonly string[],
): 'none' | 'some' | 'all' {
  if (keys.size === 0 || order.length === 0) return 'none'
  const count = order.filter((key) => keys.has(key)).length
  if (count === 0) return 'none'
  return count === order.length ? 'all' : 'some'
}

/**
 * Returns the selected rows to act on: those on screen, in their order, then those that the filter
 * hides.
 * @param shown what is on screen
 * @param all every row that there is, by key
 */
export function selectedRows<Row extends { key: string }>(
  { keys }: Pick<Selection, 'keys'>,
  shown: readonly Row[],
  all: ReadonlyMap<string, Row>,
): { shown: Row[]; hidden: Row[] } {
  const onScreen = shown.filter(({ key }) => keys.has(key))
  const shownKeys = new Set(onScreen.map(({ key }) => key))
  const hidden = [...keys]
    .filter((key) => !shownKeys.has(key))
    .flatMap((key) => all.get(key) ?? [])
  return { shown: onScreen, hidden }
}
