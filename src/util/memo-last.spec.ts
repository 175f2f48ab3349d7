import { expect, test } from 'vitest'
import { memoLast } from './memo-last.ts'

const counted = () => {
  let runs = 0
  const total = memoLast((numbers: readonly number[], factor: number) => {
    runs += 1
    return { sum: numbers.reduce((sum, each) => sum + each, 0) * factor }
  })
  return { total, runs: () => runs }
}

test('a new array with the same items gives the same result object, without computing', () => {
  const { total, runs } = counted()
  expect(total([1, 2], 1)).toBe(total([1, 2], 1))
  expect(runs()).toBe(1)
})

test.each([
  ['an item differs', [1, 3], 1, 4],
  ['an item was added', [1, 2, 3], 1, 6],
  ['an item is gone', [1], 1, 1],
  ['another argument differs', [1, 2], 2, 6],
])('computes again when %s', (_name, numbers, factor, sum) => {
  const { total, runs } = counted()
  total([1, 2], 1)
  expect(total(numbers, factor)).toEqual({ sum })
  expect(runs()).toBe(2)
})

test('remembers only the last result', () => {
  const { total, runs } = counted()
  total([1], 1)
  total([2], 1)
  total([1], 1)
  expect(runs()).toBe(3)
})

test('remembers a result that is undefined, and NaN as the same argument', () => {
  let runs = 0
  const nothing = memoLast((_number: number) => {
    runs += 1
  })
  nothing(Number.NaN)
  nothing(Number.NaN)
  expect(runs).toBe(1)
})
