import fc from 'fast-check'
import { expect, test } from 'vitest'
import { windowAt } from './row-window.ts'

test('holds every row that is in view, and at most sixteen more than fit', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 500_000 }),
      fc.integer({ min: 0, max: 3000 }),
      fc.integer({ min: 20, max: 200 }),
      (scrollPx, viewPx, rowPx) => {
        const { first, end } = windowAt(scrollPx, viewPx, rowPx)
        expect(first * rowPx).toBeLessThanOrEqual(scrollPx)
        expect(end * rowPx).toBeGreaterThanOrEqual(scrollPx + viewPx)
        expect(first).toBeGreaterThanOrEqual(0)
        expect(end - first).toBeLessThanOrEqual(viewPx / rowPx + 2 + 16)
      },
    ),
  )
})
