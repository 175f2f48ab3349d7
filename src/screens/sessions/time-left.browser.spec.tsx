import { Profiler } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { toRow } from '../../sessions/fleet-model.ts'
import { observedSession } from '../../test-support/observed-session.ts'
import { account, ENDPOINT, Surroundings } from '../../test-support/screen.tsx'
import { TimeLeft } from './time-left.tsx'

/** The countdown of a row. */

const HOUR_MS = 3_600_000

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

test('a tick writes the time and its bar, and renders nothing until the row looks different', async () => {
  const nowMs = Date.now()
  // Its "ends soon" color comes after 90 s.
  const ready = { earliestMs: nowMs - 48.5 * 60_000, latestMs: nowMs - 48.5 * 60_000 }
  const row = toRow(
    { account, endpoint: ENDPOINT },
    observedSession({ leaseMs: HOUR_MS, ready }),
  )
  const onRender = vi.fn()
  const { container } = await render(
    <Surroundings>
      <Profiler id="time" onRender={onRender}>
        <TimeLeft row={row} />
      </Profiler>
    </Surroundings>,
  )
  expect(container.textContent).toContain('11:30')
  const bar = container.querySelector<HTMLElement>('.lease-bar > span')
  expect(bar?.style.width).toBe('19%')
  onRender.mockClear()
  vi.advanceTimersByTime(60_000)
  expect(container.textContent).toContain('10:30')
  expect(bar?.style.width).toBe('17.5%')
  expect(onRender).not.toHaveBeenCalled()
  vi.advanceTimersByTime(31_000)
  await expect.poll(() => onRender.mock.calls.length).toBeGreaterThan(0)
  expect(container.textContent).toContain('9:59')
})
