import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The results of the proofs. Each run writes its result into a folder that git ignores.
 * `npm run test:all` merges them into docs/proofs.json, from which the documents are rendered.
 */

const RESULTS_FOLDER = '.proofs'
export const KEPT_FILE = 'docs/proofs.json'

/** Where a tool writes its own report. */
export function reportFile(name) {
  mkdirSync(RESULTS_FOLDER, { recursive: true })
  return join(RESULTS_FOLDER, `${name}.report.json`)
}

/** A tool's report, or null when there is none or it is incomplete. */
export function readReport(file) {
  try {
    return readJson(file)
  } catch {
    return null
  }
}

/** Results as JSON with one line per entry, which keeps diffs small. */
export function toJson(proofs) {
  const entriesText = (entries) =>
    Object.entries(entries)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, entry]) => `      ${JSON.stringify(name)}: ${spaced(entry)}`)
      .join(',\n')
  const body = Object.entries(proofs).map(([name, { entries, ...facts }]) => {
    const lines = Object.entries(facts).map(
      ([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`,
    )
    const all = Object.keys(entries).length > 0 ? `{\n${entriesText(entries)}\n    }` : '{}'
    return `  ${JSON.stringify(name)}: {\n${lines.join('')}    "entries": ${all}\n  }`
  })
  return body.length === 0 ? '{}\n' : `{\n${body.join(',\n')}\n}\n`
}

/** Whether anything in a result failed. */
export function hasFailed({ isBroken, entries }) {
  return isBroken || Object.values(entries).some(({ failed }) => failed > 0)
}

/**
 * A proof's result.
 * @param {string} command what was run
 * @param {number} nowMs epoch ms
 * @param {{ code: number, entries: object }} outcome the exit code and the entries
 */
export function resultOf(command, nowMs, { code, entries }) {
  const all = Object.values(entries)
  return {
    command,
    date: new Date(nowMs).toISOString().slice(0, 10),
    // The program failed although no test did: it didn't start, or failed between two tests.
    isBroken: all.length === 0 || (code !== 0 && all.every(({ failed }) => failed === 0)),
    entries,
  }
}

/**
 * Merges a result. A part of a proof replaces its own entries, and the others keep their date.
 * @param {object | undefined} known the result so far
 */
export function merged(known, { isPartial, ...result }) {
  if (!isPartial || !known) return result
  const dated = Object.entries(known.entries).map(([name, entry]) => [
    name,
    { ...entry, date: entry.date ?? known.date },
  ])
  return { ...result, entries: { ...Object.fromEntries(dated), ...result.entries } }
}

/** Writes the result of a proof's last run on this machine. */
export function writeResult(name, result) {
  mkdirSync(RESULTS_FOLDER, { recursive: true })
  writeFileSync(resultFile(name), toJson({ [name]: result }))
}

/** The result of a proof's last run on this machine, or null when there is none. */
export function readResult(name) {
  return readReport(resultFile(name))?.[name] ?? null
}

/** The results that the documents are rendered from, by the name of the proof. */
export function readKept() {
  return readJson(KEPT_FILE) ?? {}
}

function resultFile(name) {
  return join(RESULTS_FOLDER, `${name}.json`)
}

function readJson(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
}

/** JSON of an object on one line, formatted as the formatter does. */
function spaced(value) {
  return typeof value === 'object'
    ? `{ ${Object.entries(value)
        .map(([key, each]) => `${JSON.stringify(key)}: ${spaced(each)}`)
        .join(', ')} }`
    : JSON.stringify(value)
}
