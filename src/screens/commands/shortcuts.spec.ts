import { describe, expect, test } from 'vitest'
import {
  isSingleKey,
  type KeyPlace,
  type Prefix,
  type Press,
  readKey,
  SHORTCUTS,
} from './shortcuts.ts'

const HERE = {
  place: 'page' as KeyPlace,
  prefix: null as Prefix,
  hasSingleKeys: true,
  isApple: false,
}

function press(key: string, change: Partial<Press> = {}): Press {
  return {
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    repeat: false,
    isComposing: false,
    atMs: 1000,
    ...change,
  }
}

function idOf(key: string, change: Partial<Press> = {}, where: Partial<typeof HERE> = {}) {
  return readKey(press(key, change), { ...HERE, ...where }).shortcut?.id ?? null
}

test('no keys have two meanings', () => {
  const all = SHORTCUTS.map(({ keys }) => keys.join(' '))
  expect(new Set(all).size).toBe(all.length)
})

test.each([
  ['e', 'extend'],
  ['s', 'stop'],
  ['E', 'extend'],
  ['n', 'newSession'],
  ['/', 'filter'],
])('%s on the page is the shortcut %s', (key, id) => {
  expect(idOf(key)).toBe(id)
})

test('a sign counts with Shift, and a letter does not, also with Caps Lock', () => {
  expect(idOf('?', { shiftKey: true })).toBe('help')
  expect(idOf('E', { shiftKey: true })).toBeNull()
  expect(idOf('e', { shiftKey: true })).toBeNull()
})

describe('a single key does nothing', () => {
  const singles = SHORTCUTS.filter((each) => isSingleKey(each) && each.keys.length === 1)
  test.each(singles.map(({ keys: [key = ''] }) => key))('%s', (key) => {
    expect(idOf(key, {}, { place: 'text' })).toBeNull()
    expect(idOf(key, {}, { place: 'layer' })).toBeNull()
    expect(idOf(key, {}, { hasSingleKeys: false })).toBeNull()
    expect(idOf(key, { isComposing: true })).toBeNull()
    expect(idOf(key, { ctrlKey: true })).not.toBe(idOf(key))
    expect(idOf(key, { metaKey: true })).toBeNull()
    expect(idOf(key, { altKey: true })).toBeNull()
    expect(idOf(key, { altKey: true, ctrlKey: true })).toBeNull()
  })
})

test('a key that is held down repeats moves only', () => {
  expect(['j', 'k', 'e', 's', 'u', 'n', 'r'].map((key) => idOf(key, { repeat: true }))).toEqual(
    ['down', 'up', ...Array.from({ length: 5 }, () => null)],
  )
})

test('the modifier works while typing and without single keys, but not in a dialog', () => {
  const k = { ctrlKey: true }
  expect(idOf('k', k, { place: 'text', hasSingleKeys: false })).toBe('palette')
  expect(idOf('k', k, { place: 'layer' })).toBeNull()
  expect(idOf('k', { metaKey: true })).toBeNull()
  expect(idOf('k', { metaKey: true }, { isApple: true })).toBe('palette')
  expect(idOf('k', k, { isApple: true })).toBeNull()
})

describe('a sequence', () => {
  const { prefix } = readKey(press('g'), HERE)

  test('leads to a page when its second key comes in time', () => {
    expect(idOf('s', { atMs: 2500 }, { prefix })).toBe('sessions')
    expect(idOf('h', { atMs: 1001 }, { prefix })).toBe('history')
  })

  test('never stops a session with its second key, and is over after any other key', () => {
    expect(idOf('s', { atMs: 1100 }, { prefix })).toBe('sessions')
    expect(readKey(press('e', { atMs: 1100 }), { ...HERE, prefix })).toEqual({
      shortcut: null,
      prefix: null,
    })
  })

  test('is forgotten after its time, and by a key with a modifier or in a field', () => {
    expect(idOf('s', { atMs: 2501 }, { prefix })).toBe('stop')
    expect(readKey(press('k', { ctrlKey: true }), { ...HERE, prefix }).prefix).toBeNull()
    expect(readKey(press('x'), { ...HERE, prefix, place: 'text' }).prefix).toBeNull()
  })

  test('goes on while its first key is held down', () => {
    expect(readKey(press('g', { repeat: true, atMs: 1400 }), { ...HERE, prefix })).toEqual({
      shortcut: null,
      prefix,
    })
  })
})
