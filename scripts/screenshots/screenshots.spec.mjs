import { expect, test } from 'vitest'
import { settle } from './settle.mjs'
import { changedPictures, contactSheet } from './sheet.mjs'
import { nameOf } from './stage.mjs'
import { STATES } from './states.mjs'

const picture = { state: 'list', width: 1440, look: 'dark', file: 'list/1440-dark.png' }

test('the contact sheet shows each picture under its state', () => {
  const sheet = contactSheet([
    { ...picture, sha256: 'a' },
    { ...picture, state: 'history', file: 'history/390-light.png', sha256: 'b' },
  ])
  expect(sheet.match(/<section /g)).toHaveLength(2)
  expect(sheet).toMatch(/<section id="list">.*list\/1440-dark\.png.*<section id="history">/s)
})

test('a picture differs only when the last run took it and it was another', () => {
  const before = [{ ...picture, sha256: 'a' }]
  expect(changedPictures(before, [{ ...picture, sha256: 'a' }])).toEqual([])
  expect(changedPictures(before, [{ ...picture, sha256: 'b' }])).toEqual([picture.file])
  expect(changedPictures([], [{ ...picture, sha256: 'b' }])).toEqual([])
})

test('a name is found by its message, whatever fills the places that are not given', () => {
  expect('Stop anna-debug').toMatch(nameOf('stop.of', { id: 'anna-debug' }))
  expect('Stop anna-debug').not.toMatch(nameOf('stop.of', { id: 'anna' }))
  expect('1 account · 3 regions').toMatch(nameOf('topBar.scope'))
  expect(() => nameOf('no.such.message')).toThrow('no.such.message')
})

test('states have names of their own, which are good names of folders', () => {
  const names = STATES.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  expect(names.filter((name) => !/^[a-z0-9-]+$/.test(name))).toEqual([])
})

test('a page rests once nothing is under way, nothing loads, and nothing new happens', async () => {
  const looks = [
    { underWay: 1, happened: 0 },
    { underWay: 0, happened: 1 },
    { underWay: 0, happened: 1 },
    { underWay: 0, happened: 2 },
  ]
  let looked = 0
  let isLoading = true
  const page = {
    evaluate: async () => {
      looked += 1
      isLoading = looked < 6
      return looks[looked - 1] ?? looks.at(-1)
    },
  }
  await settle(page, () => isLoading)
  expect(looked).toBe(8)
})
