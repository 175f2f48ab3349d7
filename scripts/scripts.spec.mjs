import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { findChromium } from './chromium.mjs'
import { isNodeGood } from './node.mjs'
import { lockStamp } from './packages.mjs'
import { compileCatalog, quotedIds, staticGraph } from './vite-catalog.mjs'

test.each([
  ['v20.20.2', false],
  ['v22.12.0', false],
  ['v22.22.0', true],
  ['v23.5.0', false],
  ['v24.14.1', false],
  ['v24.21.0', true],
  ['v26.1.0', true],
])('Node %s is good enough: %s', (version, expected) => {
  expect(isNodeGood(version)).toBe(expected)
})

test('package.json asks for the same versions of Node as the scripts', () => {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8'))
  const floors = [...engines.node.matchAll(/(\d+)\.(\d+)\.0/g)]
  expect(floors).toHaveLength(3)
  for (const [floor, major, minor] of floors) {
    expect(isNodeGood(`v${floor}`)).toBe(true)
    const older = minor === '0' ? `${major - 1}.99.0` : `${major}.${minor - 1}.9`
    expect(isNodeGood(`v${older}`)).toBe(false)
  }
})

test('packages are installed again when the lockfile or the major version of Node changes', () => {
  expect(lockStamp('a', 'v22.1.0')).toBe(lockStamp('a', 'v22.2.0'))
  expect(lockStamp('a', 'v22.1.0')).not.toBe(lockStamp('b', 'v22.1.0'))
  expect(lockStamp('a', 'v22.1.0')).not.toBe(lockStamp('a', 'v24.1.0'))
})

test('CHROMIUM_PATH comes first, and a path that names no file is an error', () => {
  const has = (known) => (path) => path === known
  expect(findChromium({ env: {}, exists: has('/own'), ownPath: '/own' })).toBe('/own')
  expect(findChromium({ env: {}, exists: has('/usr/bin/chromium'), ownPath: '/own' })).toBe(
    '/usr/bin/chromium',
  )
  expect(findChromium({ env: {}, exists: () => false, ownPath: '/own' })).toBeNull()
  expect(() =>
    findChromium({ env: { CHROMIUM_PATH: '/x' }, exists: () => false, ownPath: '' }),
  ).toThrow('/x')
})

test('an invalid ICU message fails the build and names its ID', () => {
  expect(compileCatalog('{"a":"Hi {name}"}', 'en.json')).toEqual({ a: ['Hi ', ['name']] })
  expect(() => compileCatalog('{"a.b":"{n, plural, one {x}"}', 'en.json')).toThrow('a.b')
})

test('the first file holds the messages of the list, but not those of a panel', () => {
  const graph = staticGraph('src/main.tsx')
  const names = [...graph.keys()].map((path) => path.split('/src/')[1])
  expect(names).toContain('screens/sessions/session-row.tsx')
  expect(names).not.toContain('screens/settings/settings-page.tsx')
  const text = [...graph.values()].join('\n')
  const ids = ['stop.of', 'left.endsAt', 'settings.title']
  expect(quotedIds(ids, text)).toEqual(['stop.of', 'left.endsAt'])
})

test('an ID counts as used only where the whole of it is quoted', () => {
  expect(quotedIds(['a.b', 'a', 'b.c'], `t('a.b') + "b.cd" + b.c`)).toEqual(['a.b'])
})
