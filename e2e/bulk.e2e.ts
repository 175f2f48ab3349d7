import type { Page } from '@playwright/test'
import {
  countOf,
  expect,
  openNotices,
  openSimulator,
  rowOf,
  test,
  useShortSpacing,
} from './fixtures.ts'

/** Extending and stopping many sessions at once. */

const bar = (page: Page) => page.getByRole('toolbar', { name: 'Selected sessions' })

/** Opens 60 sessions, those with most time left first, and returns the first ones on screen. */
async function openSixty(page: Page) {
  await openSimulator(page, '&sessions=60&sort=left.desc')
  const table = page.getByRole('table', { name: 'Sessions' })
  await expect
    .poll(async () => Number(await table.getAttribute('aria-rowcount')))
    .toBeGreaterThan(50)
  return table
    .getByRole('row')
    .evaluateAll((rows) => rows.slice(1).map((row) => row.getAttribute('aria-label') ?? ''))
}

async function selectRows(page: Page, ids: readonly string[]) {
  for (const id of ids)
    await rowOf(page, id)
      .getByRole('checkbox', { name: `Select ${id}` })
      .click()
  await expect(bar(page)).toContainText(`${ids.length} selected`)
}

test('what was confirmed is extended whatever the list shows, and what was refused is told', async ({
  page,
}) => {
  const shown = await openSixty(page)
  await useShortSpacing(page)
  const ids = shown.slice(6, 18)
  const [stopped = '', extended = ''] = ids
  await selectRows(page, ids)
  await bar(page).getByRole('button', { name: 'Extend…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Extend 12 sessions' })
  await expect(dialog.getByRole('listitem')).toHaveCount(12)
  await dialog.getByRole('radio', { name: '30 min' }).check()
  await dialog.getByRole('button', { name: 'Extend 12 sessions' }).click()
  await expect(page.getByRole('button', { name: /^Undo: Extended 0 of 12/ })).toBeVisible()

  await rowOf(page, stopped)
    .getByRole('button', { name: `Stop ${stopped}` })
    .click()
  await page.getByRole('dialog').getByRole('button', { name: 'Stop session' }).click()
  await page.getByRole('combobox', { name: 'Filter sessions' }).fill(extended)
  await bar(page).getByRole('button', { name: 'Clear' }).click()

  const messages = page.getByRole('list', { name: 'Notifications' })
  await expect(messages).toContainText('Extended 11 of 12 sessions by 30 min', {
    timeout: 60_000,
  })
  expect(await countOf(page, 'extend')).toBe(11)
  const notices = await openNotices(page)
  const notice = notices.getByRole('listitem').filter({ hasText: 'Extended 11 of 12' })
  await notice.getByRole('button', { name: 'Show each' }).click()
  const line = (id: string) =>
    notice
      .getByRole('group', { name: 'Sessions' })
      .getByRole('listitem')
      .filter({ hasText: id })
  await expect(line(extended)).toContainText('Extended')
  await expect(line(stopped)).toContainText(/Being stopped|Already ended/)
  await notice.getByRole('button', { name: /^Dismiss/ }).click()
  await expect(notices).not.toContainText('Extended 11 of 12')
})

test('six stops are confirmed by their number, and after a reload only a click goes on', async ({
  page,
}) => {
  page.on('dialog', (dialog) => void dialog.accept())
  const shown = await openSixty(page)
  await useShortSpacing(page)
  const ids = shown.slice(6, 12)
  await selectRows(page, ids)
  await bar(page).getByRole('button', { name: 'Stop…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Stop 6 sessions?' })
  const confirm = dialog.getByRole('button', { name: 'Stop 6 sessions' })
  await expect(confirm).toBeDisabled()
  await dialog.getByLabel('Type 6 to confirm').fill('6')
  await confirm.click()
  await expect(dialog).toBeHidden()
  await expect.poll(() => countOf(page, 'stop'), { timeout: 20_000 }).toBeGreaterThan(0)
  await page.reload()

  const goOn = page
    .getByRole('dialog', { name: 'Notices' })
    .getByRole('button', { name: /^Continue with \d/ })
  await openNotices(page)
  await expect(goOn).toBeVisible({ timeout: 20_000 })
  const sent = await countOf(page, 'stop')
  expect(sent).toBeLessThan(6)
  // An action that waited at a gate would go before a list.
  const lists = await countOf(page, 'list')
  await expect.poll(() => countOf(page, 'list'), { timeout: 30_000 }).toBeGreaterThan(lists)
  expect(await countOf(page, 'stop')).toBe(sent)
  await goOn.click()
  for (const id of ids) await expect(rowOf(page, id)).toHaveCount(0, { timeout: 60_000 })
})
