import { expect, test, vi } from 'vitest'
import { createLeaveGuard } from './leave-guard.ts'

/** The question before a form's entries are lost. */

test('leaves at once while no form holds entries', () => {
  const guard = createLeaveGuard()
  const leave = vi.fn()
  guard.leave(leave)
  expect(leave).toHaveBeenCalledOnce()
  expect(guard.asking.getState()).toBe(false)
})

test('leaves only once the user has agreed to discard, and only the last way out', () => {
  const guard = createLeaveGuard()
  guard.hold()
  const [first, second] = [vi.fn(), vi.fn()]
  guard.leave(first)
  expect(guard.asking.getState()).toBe(true)
  guard.answer(false)
  expect(first).not.toHaveBeenCalled()
  expect(guard.asking.getState()).toBe(false)

  guard.leave(first)
  guard.leave(second)
  guard.answer(true)
  expect(first).not.toHaveBeenCalled()
  expect(second).toHaveBeenCalledOnce()
  // The question's dialog closes after the answer, which counts as a refusal.
  guard.answer(false)
  expect(second).toHaveBeenCalledOnce()
  expect(guard.isHeld()).toBe(false)
})

test('a way out that waits is taken once the form has nothing left to lose', () => {
  const guard = createLeaveGuard()
  const endFirst = guard.hold()
  const endSecond = guard.hold()
  const leave = vi.fn()
  guard.leave(leave)
  endFirst()
  expect(leave).not.toHaveBeenCalled()
  endSecond()
  expect(leave).toHaveBeenCalledOnce()
})
