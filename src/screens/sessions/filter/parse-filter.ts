import { tokensOf } from './filter-tokens.ts'

/**
 * The language of the filter: words, `status:ready,starting`, `left<10m`, `cost>5`, `mine`, each
 * with `-` or `!` before it to exclude. All parts must apply. A part that can't be read is kept
 * with its problem, and hides nothing. Pure.
 */

/** Keys with one or more values, of which one must apply. `*` in a value stands for anything. */
export const VALUE_KEYS = ['status', 'region', 'account', 'size'] as const
export type ValueKey = (typeof VALUE_KEYS)[number]

/** Keys that compare a duration. */
export const DURATION_KEYS = ['left', 'elapsed', 'lease'] as const
export type DurationKey = (typeof DURATION_KEYS)[number]

/** Every key, in the order of their suggestions. `mine` is a word of its own. */
export const KEYS = [
  'status',
  'left',
  'region',
  'account',
  'size',
  'mine',
  'elapsed',
  'lease',
  'cost',
] as const satisfies readonly (ValueKey | DurationKey | 'cost' | 'mine')[]
export type Key = (typeof KEYS)[number]

/** How a duration or an amount is compared. */
export type Comparison = '<' | '<=' | '>' | '>='

/** What a part of a filter asks for. Durations in ms, amounts in the user's currency. */
export type Term =
  | { kind: 'text'; text: string }
  | { kind: 'values'; key: ValueKey; values: readonly string[] }
  | { kind: 'duration'; key: DurationKey; comparison: Comparison; ms: number }
  | { kind: 'cost'; comparison: Comparison; amount: number }
  | { kind: 'mine' }

/**
 * Why a part can't be read.
 * - unknownKey: there is no such key.
 * - noValue: nothing stands after the colon or the comparison.
 * - notCompared: a duration or an amount has a colon instead of a comparison.
 * - notListed: a key with values has a comparison instead of a colon.
 * - notDuration, notAmount: what stands after the comparison is none.
 */
export type ProblemKind =
  | 'unknownKey'
  | 'noValue'
  | 'notCompared'
  | 'notListed'
  | 'notDuration'
  | 'notAmount'

/** A part that can't be read. `text`: the whole part, as it was typed */
export type Problem = { kind: 'problem'; problem: ProblemKind; key: string; text: string }

/** A part that can be read. */
type Condition = { kind: 'condition'; isExcluded: boolean; term: Term }

/** A filter as it was read. */
export type Filter = readonly (Condition | Problem)[]

/** A key with its operator at the beginning of a part. Quoted, it would be plain text. */
const KEYED = /^([a-z][a-z-]*)(:|<=|>=|<|>|=)(.*)$/is

/** Days, hours, minutes, and seconds, in this order, each at most once. */
const DURATION =
  /^(?:(\d{1,4}(?:\.\d+)?)d)?(?:(\d{1,6}(?:\.\d+)?)h)?(?:(\d{1,7}(?:\.\d+)?)m(?:in)?)?(?:(\d{1,8}(?:\.\d+)?)s)?$/i

const UNITS_MS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 } as const

/** Reads a filter. It never throws: a part that can't be read is in the result, as a problem. */
export function parseFilter(text: string): Filter {
  return tokensOf(text).flatMap((token) => parsePart(token.text) ?? [])
}

/** Returns the text of a filter. Reading it again gives the same filter. */
export function printFilter(filter: Filter): string {
  return filter
    .map((part) =>
      part.kind === 'problem'
        ? part.text
        : `${part.isExcluded ? '-' : ''}${printTerm(part.term)}`,
    )
    .join(' ')
}

/** Returns one part; null for a pair of quotes with nothing between them. */
function parsePart(text: string): Condition | Problem | null {
  const isExcluded = text.length > 1 && /^[-!]/.test(text)
  const asked = isExcluded ? text.slice(1) : text
  const keyed = KEYED.exec(asked)
  if (!keyed) {
    const plain = unquoted(asked)
    if (plain === '') return null
    const isMine = asked.toLowerCase() === 'mine'
    const term: Term = isMine ? { kind: 'mine' } : { kind: 'text', text: plain }
    return { kind: 'condition', isExcluded, term }
  }
  const [, key = '', operator = '', value = ''] = keyed
  const term = parseKeyed(key.toLowerCase(), operator, value)
  return typeof term === 'string'
    ? { kind: 'problem', problem: term, key: key.toLowerCase(), text }
    : { kind: 'condition', isExcluded, term }
}

/** Returns the term, or why there is none. @param key in lower case */
function parseKeyed(key: string, operator: string, value: string): Term | ProblemKind {
  const valueKey = VALUE_KEYS.find((known) => known === key)
  if (valueKey) {
    if (operator !== ':') return 'notListed'
    const values = splitValues(value)
    return values.length === 0 ? 'noValue' : { kind: 'values', key: valueKey, values }
  }
  const durationKey = DURATION_KEYS.find((known) => known === key)
  if (!durationKey && key !== 'cost') return 'unknownKey'
  if (operator === ':' || operator === '=') return 'notCompared'
  const comparison = operator as Comparison
  const plain = unquoted(value).trim()
  if (plain === '') return 'noValue'
  if (durationKey) {
    const ms = parseDuration(plain)
    return ms === null ? 'notDuration' : { kind: 'duration', key: durationKey, comparison, ms }
  }
  return /^\d{1,9}(?:\.\d{1,6})?$/.test(plain)
    ? { kind: 'cost', comparison, amount: Number(plain) }
    : 'notAmount'
}

/** Reads a duration such as `90s`, `10m`, or `1h30m`. @returns ms; null when it is none */
function parseDuration(text: string): number | null {
  const parts = DURATION.exec(text)
  if (!parts || text === '') return null
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] = parts
  return Math.round(
    Number(days) * UNITS_MS.d +
      Number(hours) * UNITS_MS.h +
      Number(minutes) * UNITS_MS.m +
      Number(seconds) * UNITS_MS.s,
  )
}

/** Returns what stands between the commas, except those between quotes. */
function splitValues(text: string): string[] {
  return (text.match(/(?:[^,"]|"[^"]*(?:"|$))+/g) ?? [])
    .map((part) => unquoted(part).trim())
    .filter((part) => part !== '')
}

function unquoted(text: string): string {
  return text.replaceAll('"', '')
}

function printTerm(term: Term): string {
  switch (term.kind) {
    case 'text':
      return printText(term.text)
    case 'values':
      return `${term.key}:${term.values.map(printValue).join(',')}`
    case 'duration':
      return `${term.key}${term.comparison}${printDuration(term.ms)}`
    case 'cost':
      return `cost${term.comparison}${term.amount.toFixed(6).replace(/\.?0+$/, '')}`
    case 'mine':
      return 'mine'
  }
}

/** Returns a value with quotes where a space or a comma would end it. */
export function printValue(value: string): string {
  return /[\s,]/.test(value) ? `"${value}"` : value
}

function printText(text: string): string {
  const isPlain = !/^[-!]|\s/.test(text) && text.toLowerCase() !== 'mine' && !KEYED.test(text)
  return isPlain ? text : `"${text}"`
}

/** Returns a duration with the largest units that state it exactly. @param ms at least 0 */
function printDuration(ms: number): string {
  let restMs = ms
  const parts = (['d', 'h', 'm'] as const).flatMap((unit) => {
    const count = Math.floor(restMs / UNITS_MS[unit])
    restMs -= count * UNITS_MS[unit]
    return count === 0 ? [] : [`${count}${unit}`]
  })
  return restMs > 0 || parts.length === 0
    ? [...parts, `${restMs / 1000}s`].join('')
    : parts.join('')
}
