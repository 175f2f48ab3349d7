import { expect, test } from 'vitest'
import { openRuntime } from '../../test-support/open-runtime.ts'
import { addToast, toastsStore } from './toasts-store.ts'

test('a failure is never pushed out by other messages, and successes are', () => {
  const runtime = openRuntime()
  const texts = () =>
    toastsStore(runtime)
      .getState()
      .toasts.map(({ text }) => text)
  for (const text of ['f1', 'f2', 'f3', 'f4', 'f5', 'f6'])
    addToast(runtime, { tone: 'failure', text, error: null })
  expect(texts()).toEqual(['f1', 'f2', 'f3', 'f4', 'f5', 'f6'])
  addToast(runtime, { tone: 'success', text: 's1', error: null })
  expect(texts()).toEqual(['f1', 'f2', 'f3', 'f4', 'f5', 'f6', 's1'])
  addToast(runtime, { tone: 'success', text: 's2', error: null })
  expect(texts()).toEqual(['f1', 'f2', 'f3', 'f4', 'f5', 'f6', 's2'])
})
