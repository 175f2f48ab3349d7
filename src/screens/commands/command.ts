import type { Searchable } from './match-commands.ts'

/** A line of the palette. */
export type Command = Searchable & {
  /** Unique, and the same in every palette, so that recent commands are found again. */
  id: string
  title: string
  /** More about it, as where a session runs; empty for nothing. */
  detail: string
  /** Its shortcut; none when empty. */
  keys: readonly string[]
  /** Why it can't be run now; null when it can. */
  disabledReason: string | null
  /** What is remembered as recent; null for what acts on a session. */
  recentId: string | null
  /** Runs after the palette has closed and the focus is back where it was. */
  run: () => void
}

/** Makes a command; what isn't given is empty. */
export function command(
  id: string,
  title: string,
  run: () => void,
  more: Partial<Pick<Command, 'detail' | 'keys' | 'disabledReason' | 'recentId'>> = {},
): Command {
  const { detail = '', keys = [], disabledReason = null, recentId = id } = more
  const text = title.toLowerCase()
  return { id, title, text, detail, keys, disabledReason, recentId, run }
}
