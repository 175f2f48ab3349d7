import type { CSSProperties } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import '../../index.css'
import { setCredential } from '../../accounts/credentials.ts'
import { setPreferences } from '../../runtime/preferences.ts'
import { extendSession } from '../../sessions/extend-session.ts'
import { type FleetRow, toRow } from '../../sessions/fleet-model.ts'
import type { ObservedSession } from '../../sessions/session-list.ts'
import { observedSession } from '../../test-support/observed-session.ts'
import { openRuntime } from '../../test-support/open-runtime.ts'
import { account, ENDPOINT, Surroundings } from '../../test-support/screen.tsx'
import { AlertCenterAfterList, ListFirst } from '../shell/list-first.tsx'
import { CARD_BELOW_PX, columnGapPx, columnWidthsPx, shownColumns } from './column-layout.ts'
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

test.for([CARD_BELOW_PX, 820, 1024, 1440])(
  'a table of %i px shows in full what is pending beside a time left of hours',
  async (tablePx) => {
    const { partOf } = await renderExtending(tablePx)
    const pending = await vi.waitUntil(
      () => partOf('.col-left [title^="+45 min, sends in"]'),
      // Its code is fetched after the list's.
      { timeout: 9000 },
    )
    await document.fonts.ready
    expect(isCut(pending)).toBe(false)
  },
)

test("a table of 1,024 px shows the service's own word for a status in full", async () => {
  const { partOf } = await renderExtending(1024, { status: 'Maintenance' })
  const word = partOf('.col-status [title="Maintenance"]')
  expect(word && isCut(word)).toBe(false)
})

test('on a phone Undo keeps a distance from the region and the size', async () => {
  const { partOf, getByRole } = await renderExtending(390)
  const undo = getByRole('button', { name: 'Undo for one' }).element()
  const place = partOf('.col-place > :last-child')
  const placeEndPx = place?.getBoundingClientRect().right ?? Infinity
  expect(undo.getBoundingClientRect().left - placeEndPx).toBeGreaterThanOrEqual(8)
})

/** A row of a table of a width, px, with an extension by 45 min that waits. */
async function renderExtending(tablePx: number, change: Partial<ObservedSession> = {}) {
  await page.viewport(1600, 600)
  const runtime = openRuntime()
  // A token needs no network, and nothing is sent in five seconds.
  setCredential(runtime, account.id, { kind: 'token', accessToken: 'a token' })
  setPreferences(runtime, { undoSeconds: 5 })
  const readyAtMs = Date.now()
  const shown = rowWith({
    leaseMs: 5 * 3_600_000,
    ready: { earliestMs: readyAtMs, latestMs: readyAtMs + 60_000 },
    ...change,
  })
  const columns = shownColumns(COLUMNS, { columnOrder: [], hiddenColumns: [] }, tablePx)
  const style = {
    '--columns': columnWidthsPx(columns, {}, tablePx)
      .map((px) => `${px}px`)
      .join(' '),
    '--column-gap': `${columnGapPx(tablePx)}px`,
  }
  const screen = await render(
    <Surroundings runtime={runtime}>
      <ListFirst>
        <AlertCenterAfterList />
        <div className="table-scroller" style={{ width: tablePx }}>
          <table className="relative block" style={style as CSSProperties}>
            <tbody>
              <SessionRow
                row={shown}
                index={0}
                topPx={0}
                heightPx={tablePx < CARD_BELOW_PX ? 116 : 40}
                columns={tablePx < CARD_BELOW_PX ? null : columns}
                isSelected={false}
                standing="live"
                isTabStop
              />
            </tbody>
          </table>
        </div>
      </ListFirst>
    </Surroundings>,
  )
  void extendSession(runtime, shown, { addMs: 45 * 60_000 }, 5000)
  await expect.element(screen.getByRole('button', { name: 'Undo for one' })).toBeVisible()
  return {
    ...screen,
    partOf: (selector: string) => screen.container.querySelector(selector),
  }
}

function rowWith(change: Partial<ObservedSession>): FleetRow {
  const region = 'https://remoterendering.southeastasia.mixedreality.azure.com'
  return toRow({ account, endpoint: region }, observedSession({ id: 'one', ...change }))
}

/** Whether the text of an element is longer than its place. */
function isCut(element: Element): boolean {
  return element.scrollWidth > element.clientWidth
}

function colorOf(element: Element | null): string {
  return element ? getComputedStyle(element).color : ''
}
