import * as v from 'valibot'
import { isRecord } from './is-record.ts'
import { reportSetAside, reportUnreadMessage } from './storage-health.ts'
import { readText, writeStored } from './storage.ts'

/**
 * The one way in for what comes from outside this tab: storage, which an older or newer version,
 * an extension, or a person may have written, and the other tabs, which may run another version.
 * What does not fit its schema is set aside and reported once; everything else works.
 */

/** A schema that reads anything into a `T`. */
export type Schema<T> = v.GenericSchema<unknown, T>

/** Called with each part that does not fit. */
type OnMisfit = (part: unknown) => void

/** Returns those of the values that fit. A value that isn't a list has none. */
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

/** Returns those entries of a record of any keys whose values fit. */
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
 * Reads an object field by field. A field that is missing gets its fallback, because an earlier
 * version may not have known it; one that does not fit gets it too, and is a misfit.
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

/** Reads a message of another tab; null, and reported, when it does not fit. */
export function parseMessage<T>(schema: Schema<T>, message: unknown): T | null {
  const result = parsed(schema, message)
  if (result) return result.fit
  // Not kept: the sender still has it, and it may hold a secret.
  reportUnreadMessage()
  return null
}

/** Where copies of what did not fit are kept. */
export const SET_ASIDE_KEY = 'rrc.set-aside'
const MAX_COPIES = 20
const MAX_CHARACTERS = 100_000

const copiesSchema = v.record(v.string(), v.array(v.string()))

/** Known without a look at storage, and where storage is refused. */
const reported = new Set<string>()

/**
 * Keeps a copy of what did not fit, so that the place it came from may be written again, and
 * reports it unless that copy is already there from an earlier visit or another tab. A place
 * keeps 20 copies of 100,000 characters in all; beyond that it counts as reported.
 * @param place where it was stored, e.g. `rrc.accounts`
 */
export function setAside(place: string, value: unknown): void {
  const text = textOf(value).slice(0, MAX_CHARACTERS)
  const name = `${place}\n${text}`
  if (reported.has(name)) return
  reported.add(name)
  const copies = readCopies()
  const known = copies[place] ?? []
  if (known.includes(text)) return
  const characters = known.reduce((sum, { length }) => sum + length, text.length)
  const isFull = known.length >= MAX_COPIES || characters > MAX_CHARACTERS
  if (isFull && known.length > 0) return
  writeStored(SET_ASIDE_KEY, { ...copies, [place]: [...known, text] })
  reportSetAside(place)
}

/**
 * Reads a key of web storage.
 * @param read gets the parsed value, and what to call when a part of it does not fit: then the
 *   whole text is set aside, because the next write replaces it
 * @returns what `read` made of it; `fallback` when the key is absent or no JSON
 */
export function readStored<T>(
  key: string,
  fallback: T,
  read: (value: unknown, onMisfit: () => void) => T,
): T {
  const text = readText(key)
  if (text === null) return fallback
  const onMisfit = () => setAside(key, text)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    onMisfit()
    return fallback
  }
  return read(value, onMisfit)
}

/** The latest time that is read: half of what a date can be, so that two of them add up to one. */
export const LATEST_MS = 4e15

/**
 * A time, a duration or an amount: neither NaN nor infinite, which databases and messages can
 * hold, nor a time that no date can show.
 */
export const finite = v.pipe(v.number(), v.minValue(-LATEST_MS), v.maxValue(LATEST_MS))

/** A count, far below where adding one changes nothing. */
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
    // A database can hold what JSON can't: a cycle or a bigint.
    return String(value)
  }
}

function readCopies(): Record<string, string[]> {
  try {
    return v.parse(copiesSchema, JSON.parse(readText(SET_ASIDE_KEY) ?? '{}'))
  } catch {
    return {}
  }
}
