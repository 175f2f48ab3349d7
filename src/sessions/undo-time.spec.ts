import { expect, test } from 'vitest'
import { extensionHoldMs } from './undo-time.ts'

test.each([
  ['the whole undo time when the end is far', 4000, 60_000, 4000],
  ['the whole undo time when no end is known', 4000, null, 4000],
  ['less when the end is near, so that 15 s are left to send it', 4000, 17_000, 2000],
  ['not at all when less than 15 s are left', 4000, 15_000, 0],
  ['not at all after the earliest possible end', 10_000, -5000, 0],
  ['not at all when the user set no undo time', 0, 60_000, 0],
])('an extension is held %s', (_title, undoMs, leftMs, heldMs) => {
  expect(extensionHoldMs(undoMs, leftMs)).toBe(heldMs)
})
