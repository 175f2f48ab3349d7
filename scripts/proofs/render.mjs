/**
 * Writes the results of the proofs into the documents. Pure: takes a text and the results, and
 * returns the new text, formatted as the formatter does.
 *
 * There are two kinds of places:
 * - each cell of a column named "last run". Its row names the test files or the
 *   command;
 * - the text between `<!-- rendered: NAME -->` and `<!-- end: NAME -->`.
 */

const NOT_RUN = 'not run yet'

const number = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })

const BLOCK = /(<!-- rendered: [\w -]+ -->\n[^]*?<!-- end: [\w -]+ -->)/

/** The proof that a test file belongs to. */
export function proofOfFile(file) {
  if (file.includes('.model.spec.')) return 'models'
  if (file.includes('.week.spec.')) return 'soak'
  return file.includes('.long.') ? 'long' : 'test'
}

/** Test files that a text names in backticks. */
export function filesIn(text) {
  return [...text.matchAll(/`([\w.-]+\.(?:spec|long|e2e)\.(?:ts|tsx|mjs))`/g)].map(
    ([, file]) => file,
  )
}

/** Npm scripts that a text names in backticks, as the names of proofs. */
export function proofsIn(text) {
  return [...text.matchAll(/`npm (?:run )?((?:test|bench)(?::\w+)?)/g)].map(([, script]) =>
    script.replace(/^(test|bench):/, ''),
  )
}

/** When a proof was last run as a whole, and whether it passed. */
export function lastRunOfProof(proof) {
  if (!proof) return NOT_RUN
  const entries = Object.values(proof.entries)
  return outcome(
    entries.map(({ date }) => date ?? proof.date).concat(proof.date),
    failures(proof, entries),
  )
}

/**
 * The text of a cell: the oldest date, whether all passed, and the figures if there is one file.
 * @param {string} provedBy names test files, or else a command, in backticks
 * @param {object} proofs results by the name of the proof
 */
export function lastRun(provedBy, proofs) {
  const files = filesIn(provedBy)
  const named = proofsIn(provedBy)
  if (files.length === 0 && named.length === 0) throw new Error(`no proof: ${provedBy}`)
  if (files.length === 0) return lastRunOfProof(proofs[named[0]])
  const found = files.map((file) => {
    const proof = proofs[proofOfFile(file)]
    return { proof, entry: proof?.entries[file] }
  })
  if (found.some(({ entry }) => !entry)) return NOT_RUN
  const dates = found.map(({ proof, entry }) => entry.date ?? proof.date)
  const failed = found.reduce((sum, { proof, entry }) => sum + failures(proof, [entry]), 0)
  const [{ entry }] = found
  const figures = found.length === 1 ? Object.entries(entry.figures ?? {}).map(figureText) : []
  return [outcome(dates, failed), ...figures].join('; ')
}

/** Escapes a text for a cell of a table, where a bare pipe would end the cell. */
export function cellText(text) {
  return text.replaceAll(/(?<!\\)\|/g, String.raw`\|`)
}

/** A table in Markdown, aligned as the formatter aligns it. @param {string[][]} rows header first */
export function table(rows, alignments = []) {
  const widths = rows[0].map((_, column) =>
    Math.max(3, ...rows.map((row) => widthOf(row[column]))),
  )
  const line = (cells) => `| ${cells.join(' | ')} |`
  const padded = (row) =>
    row.map((cell, column) => {
      const space = ' '.repeat(widths[column] - widthOf(cell))
      return alignments[column] === 'right' ? space + cell : cell + space
    })
  const rule = widths.map((width, column) =>
    alignments[column] === 'right' ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  )
  return [line(padded(rows[0])), line(rule), ...rows.slice(1).map((row) => line(padded(row)))]
}

/**
 * Writes the results into a document.
 * @param {string} text the document
 * @param {object} proofs results by the name of the proof
 * @param {Record<string, (proofs: object) => string>} blocks texts of the rendered places by name
 */
export function render(text, proofs, blocks) {
  return text
    .split(BLOCK)
    .map((part) => {
      const name = /^<!-- rendered: ([\w -]+) -->/.exec(part)?.[1]
      if (name === undefined) return renderTables(part, proofs)
      if (!(name in blocks)) throw new Error(`nothing renders "${name}"`)
      return `<!-- rendered: ${name} -->\n\n${blocks[name](proofs)}\n\n<!-- end: ${name} -->`
    })
    .join('')
}

function figureText([name, value]) {
  return `${number.format(value)} ${name}`
}

function outcome(dates, failed) {
  return `${dates.toSorted()[0]}, ${failed > 0 ? '**failed**' : 'passed'}`
}

function failures(proof, entries) {
  return entries.reduce((sum, { failed }) => sum + failed, Number(proof.isBroken))
}

function widthOf(text) {
  return [...text].length
}

/** The cells of a line of a table. Markdown escapes a pipe inside code too. */
function cellsOf(line) {
  return line
    .trim()
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim())
}

/** Fills the column "last run" of a table that has one. @param {string[]} lines */
function filled(lines, proofs) {
  const [header, rule, ...rows] = lines.map(cellsOf)
  const column = header.indexOf('last run')
  if (column < 0) return lines
  const source = header.findIndex((name) => name === 'proved by' || name === 'its test')
  if (source < 0) throw new Error('a table with "last run" needs "proved by" or "its test"')
  const written = rows.map((cells) =>
    header.map((_, index) =>
      index === column ? lastRun(cells[source] ?? '', proofs) : (cells[index] ?? ''),
    ),
  )
  const alignments = rule.map((each) => (each.endsWith(':') ? 'right' : 'left'))
  return table([header, ...written], alignments)
}

function renderTables(text, proofs) {
  const lines = text.split('\n')
  const out = []
  while (lines.length > 0) {
    const length = lines.findIndex((line) => !line.startsWith('|'))
    if (length === 0) out.push(lines.shift())
    else {
      const ofTable = lines.splice(0, length < 0 ? lines.length : length)
      out.push(...filled(ofTable, proofs))
    }
  }
  return out.join('\n')
}
