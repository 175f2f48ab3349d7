import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { FAULT_ROWS, faultTable } from '../e2e/fault-table.ts'

const text = readFileSync('docs/reliability.md', 'utf8')
const cellsOf = (table) =>
  table
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter((cells) => !cells.every((cell) => /^-*$/.test(cell)))

test('the table of faults in Chromium is that of the tests, row for row', () => {
  const section = text.split('## Faults in Chromium')[1]?.split('\n## ')[0] ?? ''
  expect(cellsOf(section)).toEqual(cellsOf(faultTable()))
})

test('each of these faults has its test', () => {
  const source = readFileSync('e2e/faults-http.long.ts', 'utf8')
  for (const name of Object.keys(FAULT_ROWS)) expect(source).toContain(`'${name}'`)
})

test('every test file, script and scenario that the page names is there', () => {
  const files = ['src', 'server', 'e2e', 'scripts'].flatMap((folder) =>
    readdirSync(folder, { recursive: true }).map((file) => file.split(/[/\\]/).at(-1)),
  )
  const named = [...text.matchAll(/`([\w.-]+\.(?:spec|long|e2e)\.(?:ts|tsx|mjs))`/g)]
  expect(named.length).toBeGreaterThan(10)
  expect(named.map(([, file]) => file).filter((file) => !files.includes(file))).toEqual([])
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'))
  const commands = [...text.matchAll(/`npm run ([\w:]+)/g)].map(([, name]) => name)
  expect(commands.filter((name) => !(name in scripts))).toEqual([])
})

const architecture = readFileSync('docs/architecture.md', 'utf8')
const rowsUnder = (heading) => {
  const section = architecture.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  return cellsOf(section).slice(1)
}
const quoted = (cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name)

test('each of ten questions of a newcomer is answered by one room and at most two files', () => {
  const rows = rowsUnder('Where is …?')
  expect(rows).toHaveLength(10)
  for (const [, question, room, files] of rows) {
    const [folder, ...otherRooms] = quoted(room)
    const names = quoted(files)
    expect(otherRooms, question).toEqual([])
    expect([1, 2], question).toContain(names.length)
    for (const name of names) expect(existsSync(`${folder}/${name}`), name).toBe(true)
  }
})

test('every room is explained, and every explained folder exists', () => {
  const explained = rowsUnder('The rooms').map(([, folder]) => quoted(folder)[0])
  const rooms = readdirSync('src', { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `src/${name}`)
  expect(explained.filter((folder) => folder.startsWith('src/')).toSorted()).toEqual(
    rooms.toSorted(),
  )
  for (const folder of explained) expect(existsSync(folder), folder).toBe(true)
})

test('a poll and a click are drawn in at most eight steps, each in a file that exists', () => {
  for (const heading of ['A poll', 'A click on +15']) {
    const drawing = architecture.split(`## ${heading}\n`)[1]?.split('```')[1] ?? ''
    const steps = drawing.split('\n').filter((line) => /^\d/.test(line))
    expect(steps.length).toBeGreaterThan(5)
    expect(steps.length).toBeLessThanOrEqual(8)
    for (const step of steps) {
      const file = step.split(/\s+/)[1]
      expect(existsSync(`src/${file}`), file).toBe(true)
    }
  }
})
