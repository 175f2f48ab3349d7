import { type ReactNode, useState } from 'react'
import { expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import '../../index.css'
import { setPreferences } from '../../runtime/preferences.ts'
import { toRow } from '../../sessions/fleet-model.ts'
import { observedSession } from '../../test-support/observed-session.ts'
import { openRuntime } from '../../test-support/open-runtime.ts'
import { account, ENDPOINT, Surroundings } from '../../test-support/screen.tsx'
import * as parts from '../after-list.ts'
import { AfterListContext } from '../shell/list-first.tsx'
import { COLUMNS } from './columns.tsx'
import type { ShownRow } from './held-order.ts'
import { SessionTable } from './session-table.tsx'
import { useGroupedRows, useTableItems } from './use-groups.ts'
import type { GroupKey } from './table-model.ts'

const ref = { account, endpoint: ENDPOINT }
const rowsOf = (ids: readonly string[]): ShownRow[] =>
  ids.map((id) => ({ row: toRow(ref, observedSession({ id })), standing: 'live' }))
const afterList = { isListDrawn: true, parts, setParts: () => {} }
const hold = {
  'data-holds-order': true,
  onPointerOver: () => {},
  onPointerLeave: () => {},
  onFocus: () => {},
  onBlur: () => {},
} as const

/** The table, and a button that renders it again, as a poll does. */
function Table({ rows, group }: { rows: readonly ShownRow[]; group: GroupKey | null }) {
  const [, setPolls] = useState(0)
  const grouped = useGroupedRows(rows, group)
  const items = useTableItems(grouped, group !== null)
  return (
    <div className="flex h-120 flex-col">
      <button type="button" onClick={() => setPolls((count) => count + 1)}>
        poll
      </button>
      <SessionTable
        rows={grouped}
        items={items}
        sort={{ by: 'left', descending: false }}
        onSort={() => {}}
        selectedKey={null}
        hold={hold}
        onOpen={() => {}}
      />
    </div>
  )
}

async function setUp(children: ReactNode, widthPx = 1440) {
  await page.viewport(widthPx, 600)
  const runtime = openRuntime()
  const screen = await render(
    <Surroundings runtime={runtime}>
      <AfterListContext value={afterList}>{children}</AfterListContext>
    </Surroundings>,
  )
  return { runtime, screen }
}

test('a list with nothing new and another width of a column render no row', async () => {
  const ids = Array.from({ length: 300 }, (_, index) => `session-${index}`)
  const { runtime, screen } = await setUp(<Table rows={rowsOf(ids)} group={null} />)
  await expect
    .element(screen.getByRole('link', { name: 'session-0', exact: true }))
    .toBeVisible()
  const table = screen.getByRole('table').element() as HTMLElement
  expect(table).toHaveAttribute('aria-rowcount', '301')
  const size = COLUMNS.find(({ id }) => id === 'size')
  if (!size) throw new Error('the table has no sizes')
  const draw = vi.spyOn(size, 'draw')
  await screen.getByRole('button', { name: 'poll' }).click()
  const before = table.style.getPropertyValue('--columns')
  setPreferences(runtime, { columnWidthsPx: { id: 300 } })
  await vi.waitFor(() => expect(table.style.getPropertyValue('--columns')).not.toBe(before))
  expect(draw).not.toHaveBeenCalled()
  draw.mockRestore()
})

test('arrow keys pass through the heads of groups, which they collapse and expand', async () => {
  const { screen } = await setUp(
    <Table rows={rowsOf(['fair-1', 'anna-1', 'fair-2'])} group="owner" />,
  )
  const fair = screen.getByRole('button', { name: 'fair 2 sessions' })
  await expect.element(fair).toHaveAttribute('aria-expanded', 'true')
  const table = screen.getByRole('table')
  await expect.element(table).toHaveAttribute('aria-rowcount', '6')
  screen.getByRole('link', { name: 'anna-1' }).element().focus()
  await userEvent.keyboard('{ArrowDown}')
  await expect.element(fair).toHaveFocus()
  await userEvent.keyboard('{ArrowLeft}')
  await expect.element(fair).toHaveAttribute('aria-expanded', 'false')
  await expect.element(screen.getByRole('link', { name: 'fair-1' })).not.toBeInTheDocument()
  await expect.element(table).toHaveAttribute('aria-rowcount', '4')
  await expect.element(fair).toHaveFocus()
  await userEvent.keyboard('{ArrowRight}')
  await userEvent.keyboard('{ArrowDown}')
  const link = screen.getByRole('link', { name: 'fair-1' })
  await expect.element(link).toHaveFocus()
  expect(link.element().closest('tr')).toHaveAttribute('aria-rowindex', '5')
  // A range goes over the heads.
  await userEvent.keyboard('{Shift>}{ArrowUp}{/Shift}')
  await expect.element(screen.getByRole('link', { name: 'anna-1' })).toHaveFocus()
  await expect.element(screen.getByRole('checkbox', { name: 'Select anna-1' })).toBeChecked()
  await expect.element(screen.getByRole('checkbox', { name: 'Select fair-1' })).toBeChecked()
  await expect
    .element(screen.getByRole('checkbox', { name: 'Select fair-2' }))
    .not.toBeChecked()
})

test('cards follow the low heads of their groups without a gap', async () => {
  const ids = Array.from({ length: 60 }, (_, index) => `${index % 3}-${index}`)
  const { screen } = await setUp(<Table rows={rowsOf(ids)} group="owner" />, 500)
  await expect.element(screen.getByRole('button', { name: '0 20 sessions' })).toBeVisible()
  const scroller = screen.container.querySelector('.table-scroller')
  if (!scroller) throw new Error('nothing scrolls')
  const ends = async () => {
    const lines = [...screen.container.querySelectorAll('tbody > tr')].map((line) =>
      line.getBoundingClientRect(),
    )
    for (const [at, { top }] of lines.entries())
      if (at > 0) expect(top).toBe(lines[at - 1]?.bottom)
    const { top, bottom } = scroller.getBoundingClientRect()
    expect(lines[0]?.top).toBeLessThanOrEqual(top)
    expect(lines.at(-1)?.bottom).toBeGreaterThanOrEqual(bottom - 1)
  }
  await ends()
  scroller.scrollTo({ top: 2500 })
  await expect.element(screen.getByRole('button', { name: '1 20 sessions' })).toBeVisible()
  await ends()
  scroller.scrollTo({ top: scroller.scrollHeight })
  await expect.element(screen.getByRole('link', { name: '2-59' })).toBeVisible()
  await ends()
})
