import { expect, test } from 'vitest'
import { render } from 'vitest-browser-react'
import { toRow } from '../../sessions/fleet-model.ts'
import { observedSession } from '../../test-support/observed-session.ts'
import { account, ENDPOINT, Surroundings } from '../../test-support/screen.tsx'
import { SessionSummary } from './session-summary.tsx'

const HOUR_MS = 3_600_000
/** A summary of a session that ends in so many hours. */
const summary = (hours: number) => {
  const nowMs = Date.now()
  const session = observedSession({
    id: 'one',
    leaseMs: hours * HOUR_MS,
    ready: { earliestMs: nowMs, latestMs: nowMs },
  })
  return render(
    <Surroundings>
      <SessionSummary row={toRow({ account, endpoint: ENDPOINT }, session)} />
    </Surroundings>,
  )
}

test('the summary says the end once, and with its day when that is not today', async () => {
  const today = await summary(1 / 60)
  await expect.element(today.getByText('Time left')).toBeVisible()
  // A minute from now can only be another day at midnight.
  const isToday = new Date().getDate() === new Date(Date.now() + 60_000).getDate()
  expect(today.getByText('Earliest end').elements()).toHaveLength(isToday ? 0 : 1)
  await today.unmount()
  const later = await summary(24)
  await expect.element(later.getByText('Earliest end')).toBeVisible()
  await expect.element(later.getByText(/^tomorrow/i)).toBeVisible()
  // The section of its own says more.
  expect(later.getByText('Auto-extend').elements()).toEqual([])
})
