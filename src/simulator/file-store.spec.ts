import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFileStore } from './file-store.ts'
import { DEFAULT_OPTIONS } from './options.ts'
import { beginState, STATE_VERSION } from './state.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulator-state-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const count = (file: string): Promise<number> =>
  createFileStore(file).update((stored) => {
    const state = stored ?? beginState(DEFAULT_OPTIONS, 0)
    state.calls += 1
    return { state, result: state.calls }
  })

test('the next store finds what one store wrote, and no other file is left behind', async () => {
  const file = join(folder, 'state.json')
  expect(await count(file)).toBe(1)
  expect(await count(file)).toBe(2)
  expect(readdirSync(folder)).toEqual(['state.json'])
  await createFileStore(file).clear()
  expect(await count(file)).toBe(1)
})

test.each([
  '{"name":"my-app","version":"1.0.0"}',
  '[]',
  'null',
  '',
  'my notes',
  '{"kind":"remote-rendering-simulator"}',
  '{"kind":"remote-rendering-simulator","state":{"version":',
  '{"kind":"remote-rendering-simulator","state":{}}',
  `{"kind":"remote-rendering-simulator","state":{"version":${STATE_VERSION}}}`,
  // Complete, but written by another version.
  `{"kind":"remote-rendering-simulator","state":${JSON.stringify({
    ...beginState(DEFAULT_OPTIONS, 0),
    version: STATE_VERSION + 1,
  })}}`,
])('a file that holds %s is refused and left unchanged', (text) => {
  const file = join(folder, 'package.json')
  writeFileSync(file, text)
  expect(() => createFileStore(file)).toThrow(
    `state: ${file} holds no state that this simulator can read; choose another file.`,
  )
  expect(readFileSync(file, 'utf8')).toBe(text)
  expect(readdirSync(folder)).toEqual(['package.json'])
})

test('a folder in place of the file is refused, and nothing is left behind', () => {
  const file = join(folder, 'state')
  mkdirSync(file)
  expect(() => createFileStore(file)).toThrow(`state: ${file} can't be read (EISDIR).`)
  expect(readdirSync(folder)).toEqual(['state'])
})

test('a missing folder is reported together with the file', async () => {
  const file = join(folder, 'none', 'state.json')
  await expect(count(file)).rejects.toThrow(`state: ${file} can't be written (ENOENT).`)
})

test('a write that fails leaves no temporary file behind', async () => {
  const file = join(folder, 'state.json')
  const store = createFileStore(file)
  // Replaced by a folder meanwhile: the new state can be written, but not renamed into place.
  mkdirSync(join(file, 'taken'), { recursive: true })
  const writing = store.update(() => ({
    state: beginState(DEFAULT_OPTIONS, 0),
    result: null,
  }))
  await expect(writing).rejects.toThrow(`state: ${file} can't be written (`)
  expect(readdirSync(folder)).toEqual(['state.json'])
})

test.each(['', '{"kind":"remote', '{"kind":"remote-rendering-simulator","state":{"vers'])(
  'what a kill left under the temporary name is deleted: %s',
  async (text) => {
    const file = join(folder, 'state.json')
    writeFileSync(`${file}.new`, text)
    expect(await count(file)).toBe(1)
    expect(existsSync(`${file}.new`)).toBe(false)
  },
)

test("another program's file under the temporary name is never overwritten", () => {
  const file = join(folder, 'state.json')
  writeFileSync(`${file}.new`, '{"name":"mine"}')
  expect(() => createFileStore(file)).toThrow(`state: ${file}.new already exists`)
  expect(readFileSync(`${file}.new`, 'utf8')).toBe('{"name":"mine"}')
})
