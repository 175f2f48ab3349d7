import { expect, test } from 'vitest'
import { shareById } from './share-by-id.ts'

const a = { id: 'a', lease: 1, error: { code: 'x', details: [1] } }
const b = { id: 'b', lease: 2, error: null }

test('an item inserted at the top keeps every other reference', () => {
  const after = shareById(
    [a, b],
    [{ id: 'c', lease: 3, error: null }, structuredClone(a), structuredClone(b)],
  )
  expect(after[1]).toBe(a)
  expect(after[2]).toBe(b)
})

test('an item with a deep change is new, and the others keep their references', () => {
  const changed = { ...a, error: { code: 'x', details: [2] } }
  const after = shareById([a, b], [changed, structuredClone(b)])
  expect(after[0]).not.toBe(a)
  expect(after[0]).toEqual(changed)
  expect(after[1]).toBe(b)
})

test('an unchanged list is the same array', () => {
  const before = [a, b]
  expect(shareById(before, structuredClone(before))).toBe(before)
  expect(shareById(before, [structuredClone(a)])).not.toBe(before)
})
