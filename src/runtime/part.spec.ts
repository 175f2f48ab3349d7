import { expect, test } from 'vitest'
import { createStore } from 'zustand'
import { openRuntime } from '../test-support/open-runtime.ts'
import { perRuntime } from './part.ts'

test('makes a part once for each runtime, when it is first asked for', () => {
  let made = 0
  const counterOf = perRuntime(() => {
    made += 1
    return createStore(() => ({ count: 0 }))
  })
  const [one, other] = [openRuntime(), openRuntime()]
  expect(made).toBe(0)
  counterOf(one).setState({ count: 1 })
  expect(counterOf(one).getState()).toEqual({ count: 1 })
  expect(counterOf(other).getState()).toEqual({ count: 0 })
  expect(made).toBe(2)
})

test('keeps a part that is null or undefined, and lets parts use each other', () => {
  let made = 0
  const nothingOf = perRuntime(() => {
    made += 1
    return undefined
  })
  const pairOf = perRuntime((runtime) => [nothingOf(runtime), nothingOf(runtime)])
  const runtime = openRuntime()
  expect(pairOf(runtime)).toBe(pairOf(runtime))
  expect(made).toBe(1)
})
