import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matching, readVerb } from './match-commands.ts'

const entriesOf = (...texts: string[]) => texts.map((text) => ({ text }))
const textsOf = (texts: string[], query: string, max = 10) =>
  matching(entriesOf(...texts), query, max).found.map(({ text }) => text)

test('what begins the text comes first, then what begins a part of it', () => {
  expect(textsOf(['my-rig', 'brig', 'rig-2', 'rig-1', 'other'], 'RIG')).toEqual([
    'rig-2',
    'rig-1',
    'my-rig',
    'brig',
  ])
  expect(textsOf(['brig-rig', 'brig'], 'rig')).toEqual(['brig-rig', 'brig'])
})

test('every word must occur, in any order', () => {
  expect(textsOf(['new session', 'session history'], 'on new')).toEqual(['new session'])
})

test('an empty query finds everything in its order', () => {
  expect(textsOf(['b', 'a'], ' ')).toEqual(['b', 'a'])
})

test('returns at most as many as asked for, the best, and counts all of them', () => {
  const word = fc.stringMatching(/^[ab-]{1,4}$/)
  fc.assert(
    fc.property(fc.array(word, { maxLength: 20 }), word, fc.nat(5), (texts, query, max) => {
      const all = matching(entriesOf(...texts), query, 100)
      const few = matching(entriesOf(...texts), query, max)
      expect(few.found).toEqual(all.found.slice(0, max))
      expect(few.count).toBe(all.count)
      expect(all.count).toBe(texts.filter((text) => text.includes(query)).length)
    }),
  )
})

const VERBS = { extend: 'Extend', stop: 'Stop' }

test.each([
  ['stop rig-1', { verb: 'stop', rest: 'rig-1' }],
  ['EXT  rig 1 ', { verb: 'extend', rest: 'rig 1' }],
  ['stop', null],
  ['s rig-1', null],
  ['stopped rig-1', null],
  ['', null],
])('the verb of “%s”', (query, parts) => {
  expect(readVerb(query, VERBS)).toEqual(parts)
})
