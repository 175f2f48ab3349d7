import { KNOWN_STATUSES } from '../../../service/session.ts'
import type { FleetRow } from '../../../sessions/fleet-model.ts'
import { tokensOf } from './filter-tokens.ts'
import { type FilterFacts, rowTest, valueOf } from './match-filter.ts'
import {
  DURATION_KEYS,
  type DurationKey,
  type Key,
  KEYS,
  parseFilter,
  printValue,
  VALUE_KEYS,
  type ValueKey,
} from './parse-filter.ts'

/** What may come next in a filter, at the place of the caret. Pure. */

/** One suggestion. Accepting it puts `insert` in place of what was typed. */
export type Suggestion = { insert: string } & (
  | { kind: 'key'; key: Key }
  /** `count`: how many sessions it fits, whatever the rest of the filter */
  | { kind: 'value'; label: string; count: number }
)

/** Suggestions for one place of a text, which each of them replaces. */
export type Suggestions = {
  from: number
  to: number
  options: readonly Suggestion[]
  /** The first one is meant, because its beginning was typed. */
  isFirstMeant: boolean
}

/** More are not of use: typing another letter is faster than scrolling. */
const MAX_OPTIONS = 50

/** What begins each key that isn't followed by a colon. */
const KEY_TEXTS: Partial<Record<Key, string>> = {
  left: 'left<',
  elapsed: 'elapsed>',
  lease: 'lease>',
  cost: 'cost>',
  mine: 'mine ',
}

const DURATIONS = ['10m', '30m', '1h', '4h', '12h']

/** A key with its operator, and the values that were typed so far. */
const KEYED = /^([a-z]+)(:|<=|>=|<|>)(.*)$/is

/**
 * Returns the suggestions for the place of the caret.
 * @param caret index in the text
 */
export function suggest(
  text: string,
  caret: number,
  rows: readonly FleetRow[],
  facts: FilterFacts,
): Suggestions {
  const token = tokensOf(text).find(({ from, to }) => from < caret && caret <= to)
  const start = token?.from ?? caret
  const from = /^[-!]/.test(token?.text ?? '') && start + 1 <= caret ? start + 1 : start
  const to = token?.to ?? caret
  const typed = text.slice(from, caret)
  const keyed = KEYED.exec(typed)
  if (!keyed) {
    const isMine = typed.toLowerCase() === 'mine'
    const keys = isMine ? [] : KEYS.filter((key) => key.startsWith(typed.toLowerCase()))
    const options = keys.map((key): Suggestion => ({
      kind: 'key',
      key,
      insert: KEY_TEXTS[key] ?? `${key}:`,
    }))
    return { from, to, options, isFirstMeant: false }
  }
  const [, name = '', operator = '', value = ''] = keyed
  const key = name.toLowerCase()
  const valueKey = VALUE_KEYS.find((known) => known === key)
  const begun = valueKey ? lastValue(value) : value
  const options = valueKey
    ? valueOptions(valueKey, begun, rows)
    : durationOptions(
        DURATION_KEYS.find((known) => known === key),
        operator,
        begun,
        rows,
        facts,
      )
  const isWhole = options.some(({ insert }) => insert.toLowerCase() === begun.toLowerCase())
  return {
    from: caret - begun.length,
    to: caret + restOfValue(text.slice(caret, to)),
    options: isWhole ? [] : options,
    isFirstMeant: begun !== '',
  }
}

/** Returns the text after a suggestion was accepted, and where the caret is then. */
export function accept(
  text: string,
  { from, to }: Pick<Suggestions, 'from' | 'to'>,
  { kind, insert }: Suggestion,
): { text: string; caret: number } {
  const after = text.slice(to)
  // What comes next is another part, unless a value of the same one follows.
  const gap = kind === 'value' && !/^[\s,]/.test(after) ? ' ' : ''
  const before = text.slice(0, from) + insert + gap
  return { text: before + after, caret: before.length }
}

/** Returns what was typed since the last comma that separates two values. */
function lastValue(value: string): string {
  return /(?:[^,"]|"[^"]*(?:"|$))*$/.exec(value)?.[0] ?? ''
}

/** Returns how many characters after the caret belong to the value that it is in. */
function restOfValue(after: string): number {
  return /^[^,"]*/.exec(after)?.[0].length ?? 0
}

function valueOptions(key: ValueKey, begun: string, rows: readonly FleetRow[]): Suggestion[] {
  const wanted = begun.replaceAll('"', '').toLowerCase()
  const counts = new Map<string, number>()
  for (const row of rows) {
    const value = valueOf(row, key)
    counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  if (key === 'status')
    for (const status of KNOWN_STATUSES) if (!counts.has(status)) counts.set(status, 0)
  return [...counts]
    .filter(([value]) => value !== '' && value.toLowerCase().startsWith(wanted))
    .toSorted(([a, countOfA], [b, countOfB]) => countOfB - countOfA || (a < b ? -1 : 1))
    .slice(0, MAX_OPTIONS)
    .map(([label, count]) => ({
      kind: 'value',
      label,
      count,
      insert: printValue((key === 'account' ? label : label.toLowerCase()).replaceAll('"', '')),
    }))
}

/** Suggests durations. A number that was typed gets its units. @param key undefined for costs */
function durationOptions(
  key: DurationKey | undefined,
  operator: string,
  begun: string,
  rows: readonly FleetRow[],
  facts: FilterFacts,
): Suggestion[] {
  if (!key || operator === ':') return []
  const isNumber = /^\d{1,4}$/.test(begun)
  const durations = isNumber ? ['m', 'h', 'd'].map((unit) => begun + unit) : DURATIONS
  return durations
    .filter((duration) => duration.startsWith(begun))
    .map((duration) => ({
      kind: 'value',
      label: `${key}${operator}${duration}`,
      count: rows.filter(rowTest(parseFilter(`${key}${operator}${duration}`), facts)).length,
      insert: duration,
    }))
}
