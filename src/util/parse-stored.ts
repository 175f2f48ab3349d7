import * as v from 'valibot'
import { isRecord } from './is-record.ts'
import {
  type ConsoleStorage,
  readText,
  reportSetAside,
  reportUnreadMessage,
  writeStored,
} from './storage.ts'

/**
 * The only way in for data from outside this tab: storage, which an older or newer version, an
 * extension, or a person may have written, and other tabs, which may run another version. Data
 * that doesn't fit its schema is set aside and reported once. Everything else works.
 */

/** A schema that reads anything into a `T`. */
export type Schema<T> = v.GenericSchema<unknown, T>

/** Called with each part that doesn't fit. */
type OnMisfit = (part: unknown) => void

/** Returns the values that fit. A value that isn't a list has none. */
export function fittingItems<T>(schema: Schema<T>, values: unknown, onMisfit: OnMisfit): T[] {
  if (!Array.isArray(values)) {
    onMisfit(values)
    return []
  }
  return values.flatMap((value: unknown) => {
    const result = parsed(schema, value)
    if (result) return [result.fit]
    onMisfit(value)
    return []
  })
}

/** Returns the entries of a record whose values fit, whatever their keys. */
export function fittingEntries<T>(
  schema: Schema<T>,
  value: unknown,
  onMisfit: OnMisfit,
): Record<string, T> {
  if (!isRecord(value)) {
    onMisfit(value)
    return {}
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, entry]) =>
      fittingItems(schema, [entry], onMisfit).map((fit) => [key, fit] as const),
    ),
  )
}

/**
 * Reads an object field by field. A missing field gets its fallback, because an earlier version
 * may not have had it. A field that doesn't fit gets it too, and is reported.
 */
export function fittingFields<T extends object>(
  schemas: { [Name in keyof T]-?: Schema<T[Name]> },
  fallback: T,
  value: unknown,
  onMisfit: OnMisfit,
): T {
  if (!isRecord(value)) {
    onMisfit(value)
    return fallback
  }
  const fields: Partial<T> = {}
  for (const name of Object.keys(schemas) as (keyof T & string)[]) {
    if (!Object.hasOwn(value, name)) continue
    for (const fit of fittingItems(schemas[name], [value[name]], onMisfit)) fields[name] = fit
  }
  return { ...fallback, ...fields }
}

/** Reads a message of another tab. Returns null and reports it when it doesn't fit. */
export function parseMessage<T>(
  storage: ConsoleStorage,
  schema: Schema<T>,
  message: unknown,
): T | null {
  const result = parsed(schema, message)
  if (result) return result.fit
  // Not stored: the sender still has it, and it may contain a secret.
  reportUnreadMessage(storage)
  return null
}

/** The key under which copies of unreadable data are stored. */
export const SET_ASIDE_KEY = 'rrc.set-aside'
const MAX_COPIES = 20
const MAX_CHARACTERS = 100_000

const copiesSchema = v.record(v.string(), v.array(v.string()))

/**
 * Stores a copy of data that didn't fit, so that its place can be written again. Reports it
 * unless the same copy exists from an earlier visit or another tab. A place keeps 20 copies of
 * 100,000 characters in all; further ones count as reported.
 * @param place where it was stored, e.g. `rrc.accounts`
 */
export function setAside(storage: ConsoleStorage, place: string, value: unknown): void {
  const text = textOf(value).slice(0, MAX_CHARACTERS)
  const name = `${place}\n${text}`
  if (storage.setAside.has(name)) return
  storage.setAside.add(name)
  const copies = readCopies(storage)
  const known = copies[place] ?? []
  if (known.includes(text)) return
  const characters = known.reduce((sum, { length }) => sum + length, text.length)
  const isFull = known.length >= MAX_COPIES || characters > MAX_CHARACTERS
  if (isFull && known.length > 0) return
  writeStored(storage, SET_ASIDE_KEY, { ...copies, [place]: [...known, text] })
  reportSetAside(storage, place)
}

/**
 * Reads a key of web storage.
 * @param read gets the parsed value and a function to call when a part of it doesn't fit. The
 *   whole text is then set aside, because the next write replaces it
 * @returns the result of `read`; `fallback` when the key is absent or not JSON
 */
export function readStored<T>(
  storage: ConsoleStorage,
  key: string,
  fallback: T,
  read: (value: unknown, onMisfit: () => void) => T,
): T {
  const text = readText(storage, key)
  if (text === null) return fallback
  const onMisfit = () => setAside(storage, key, text)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    onMisfit()
    return fallback
  }
  return read(value, onMisfit)
}

/** The latest accepted time: half the largest date, so that the sum of two is still a date. */
export const LATEST_MS = 4e15

/**
 * A time, duration, or amount: neither NaN nor infinite, which databases and messages can
 * contain, nor a time that no date can represent.
 */
export const finite = v.pipe(v.number(), v.minValue(-LATEST_MS), v.maxValue(LATEST_MS))

/** A count, far below the numbers to which 1 can't be added. */
export const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 50))

/** An origin, e.g. `https://remoterendering.westus2.mixedreality.azure.com`. */
export const origin = v.pipe(
  v.string(),
  v.check((text) => URL.parse(text)?.origin === text),
)

function parsed<T>(schema: Schema<T>, value: unknown): { fit: T } | null {
  try {
    const result = v.safeParse(schema, value, { abortEarly: true })
    return result.success ? { fit: result.output } : null
  } catch {
    // A value that contains itself, which databases and messages can hold.
    return null
  }
}

function textOf(value: unknown): string {
  try {
    return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  } catch {
    // A database can hold what JSON can't: a cycle, a bigint, or what breaks its own toString().
    return typeof value === 'bigint' ? String(value) : Object.prototype.toString.call(value)
  }
}

function readCopies(storage: ConsoleStorage): Record<string, string[]> {
  try {
    return v.parse(copiesSchema, JSON.parse(readText(storage, SET_ASIDE_KEY) ?? '{}'))
  } catch {
    return {}
  }
}
