import { readdirSync, readFileSync } from 'node:fs'
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
