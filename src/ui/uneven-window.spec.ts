import fc from 'fast-check'
import { expect, test } from 'vitest'
import { windowAmong } from './uneven-window.ts'

test('holds every row that is in view among rows of different heights, and few more', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(40, 116), { maxLength: 400 }),
      fc.integer({ min: 0, max: 40_000 }),
      fc.integer({ min: 0, max: 3000 }),
      (heights, scrollPx, viewPx) => {
        let px = 0
        const tops = heights.map((height) => (px += height) - height)
        const { first, end } = windowAmong(tops, scrollPx, viewPx)
        for (const [index, top] of tops.entries()) {
          const isInView = top <= scrollPx + viewPx && top + (heights[index] ?? 0) > scrollPx
          if (isInView) expect(index >= first && index < end).toBe(true)
        }
        expect(end - first).toBeLessThanOrEqual(viewPx / 40 + 2 + 16)
      },
    ),
  )
})
