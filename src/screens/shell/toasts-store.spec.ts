import { expect, test } from 'vitest'
import type { Runtime } from '../../runtime/runtime.ts'
import { openRuntime } from '../../test-support/open-runtime.ts'
import { addToast, toastsStore } from './toasts-store.ts'

const textsOf = (runtime: Runtime) =>
  toastsStore(runtime)
    .getState()
    .toasts.map(({ text }) => text)

test('a failure is never pushed out by other messages, and successes are', () => {
  const runtime = openRuntime()
  const texts = () => textsOf(runtime)
  for (const text of ['f1', 'f2', 'f3', 'f4', 'f5', 'f6'])
    addToast(runtime, { tone: 'failure', text, error: null })
  expect(texts()).toEqual(['f1', 'f2', 'f3', 'f4', 'f5', 'f6'])
  addToast(runtime, { tone: 'success', text: 's1', error: null })
  expect(texts()).toEqual(['f1', 'f2', 'f3', 'f4', 'f5', 'f6', 's1'])
  addToast(runtime, { tone: 'success', text: 's2', error: null })
  expect(texts()).toEqual(['f1', 'f2', 'f3', 'f4', 'f5', 'f6', 's2'])
})

test('50 failures are kept, whatever successes come and go beside them', () => {
  const runtime = openRuntime()
  const failures = Array.from({ length: 51 }, (_, index) => `f${index}`)
  const fail = (text: string) => addToast(runtime, { tone: 'failure', text, error: null })
  addToast(runtime, { tone: 'success', text: 's1', error: null })
  for (const text of failures.slice(0, 50)) fail(text)
  addToast(runtime, { tone: 'success', text: 's2', error: null })
  expect(textsOf(runtime)).toEqual([...failures.slice(0, 50), 's2'])
  fail('f50')
  expect(textsOf(runtime)).toEqual(failures.slice(1))
})

test('a success that leaves takes no failure along', () => {
  const runtime = openRuntime()
  const failures = Array.from({ length: 50 }, (_, index) => `f${index}`)
  const fail = (text: string) => addToast(runtime, { tone: 'failure', text, error: null })
  for (const text of failures.slice(0, 49)) fail(text)
  addToast(runtime, { tone: 'success', text: 's1', error: null })
  fail('f49')
  expect(textsOf(runtime)).toEqual(failures)
})
