import { afterEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import '../../index.css'
import { toRow } from '../../sessions/fleet-model.ts'
import { observedSession } from '../../test-support/observed-session.ts'
import { account, ENDPOINT, Surroundings } from '../../test-support/screen.tsx'
import { COLUMNS } from './columns.tsx'
import { SessionRow } from './session-row.tsx'

const row = toRow({ account, endpoint: ENDPOINT }, observedSession({ id: 'one' }))

afterEach(() => {
  vi.restoreAllMocks()
  dispatchEvent(new Event('online'))
})

test('a row is dimmed while the browser is offline, because nothing confirms it', async () => {
  await page.viewport(1440, 600)
  const { getByRole } = await render(
    <Surroundings>
      <p className="text-muted" role="note">
        quiet
      </p>
      <table>
        <tbody>
          <SessionRow
            row={row}
            index={0}
            topPx={0}
            heightPx={40}
            columns={COLUMNS}
            isSelected={false}
            standing="live"
            isTabStop
          />
        </tbody>
      </table>
    </Surroundings>,
  )
  const quiet = colorOf(getByRole('note').element())
  const status = getByRole('row').element().querySelector('.col-status > span')
  const link = getByRole('link', { name: 'one' }).element()
  expect([colorOf(link), colorOf(status)]).not.toContain(quiet)
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
  dispatchEvent(new Event('offline'))
  // Colors change softly.
  await vi.waitFor(() => expect([colorOf(link), colorOf(status)]).toEqual([quiet, quiet]))
})

function colorOf(element: Element | null): string {
  return element ? getComputedStyle(element).color : ''
}
