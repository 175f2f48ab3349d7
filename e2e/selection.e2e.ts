import type { Page } from '@playwright/test'
import { countOf, expect, openSimulator, rowOf, test } from './fixtures.ts'

/** Selecting sessions by mouse and keyboard. */

const table = (page: Page) => page.getByRole('table', { name: 'Sessions' })
const bar = (page: Page) => page.getByRole('toolbar', { name: 'Selected sessions' })
const boxOf = (page: Page, id: string) =>
  rowOf(page, id).getByRole('checkbox', { name: `Select ${id}` })
const linkOf = (page: Page, id: string) => rowOf(page, id).getByRole('link', { name: id })
/** The IDs of the first rows on screen, in their order. */
const idsOf = (page: Page) =>
  table(page)
    .getByRole('row')
    .evaluateAll((rows) => rows.slice(1).map((row) => row.getAttribute('aria-label') ?? ''))

test('rows are selected by box, range, and keyboard, and nothing moves or opens', async ({
  page,
}) => {
  await openSimulator(page)
  await expect(rowOf(page, 'fair-booth-3')).toBeVisible()
  const head = page.getByRole('columnheader', { name: 'Session' })
  const before = await head.boundingBox()
  const ids = await idsOf(page)
  const [first = '', second = '', third = '', fourth = '', fifth = ''] = ids
  const all = page.getByRole('checkbox', { name: 'Select all' })

  await boxOf(page, second).click()
  await expect(bar(page)).toContainText('1 selected')
  await expect(all).toBeChecked({ indeterminate: true })
  await rowOf(page, fourth).click({ modifiers: ['Shift'], position: { x: 120, y: 3 } })
  await expect(bar(page)).toContainText('3 selected')
  await expect(boxOf(page, third)).toBeChecked()
  // The other end of the range, from the same anchor.
  await boxOf(page, first).click({ modifiers: ['Shift'] })
  await expect(bar(page)).toContainText('2 selected')
  await expect(boxOf(page, third)).not.toBeChecked()
  expect(await head.boundingBox()).toEqual(before)
  expect(new URL(page.url()).pathname).toBe('/')

  await linkOf(page, third).focus()
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(linkOf(page, fifth)).toBeFocused()
  await expect(bar(page)).toContainText('5 selected')
  await page.keyboard.press('Shift+ArrowUp')
  await page.keyboard.press('Space')
  await expect(bar(page)).toContainText('3 selected')
  await page.keyboard.press('ControlOrMeta+a')
  await expect(all).toBeChecked()
  await expect(bar(page)).toContainText(`${ids.length} selected`)
  await page.keyboard.press('Escape')
  await expect(bar(page)).toBeHidden()
  await expect(linkOf(page, fourth)).toBeFocused()

  await all.check()
  await bar(page).getByRole('button', { name: 'Clear' }).click()
  await expect(bar(page)).toBeHidden()
  await expect(table(page).locator(':focus')).toHaveCount(1)
})

test('a selection, the focus, an open menu, and the scroll survive polls, order, and filter', async ({
  page,
}) => {
  await page.clock.install()
  await openSimulator(page, '&sessions=300&sort=left.desc')
  await expect
    .poll(async () => Number(await table(page).getAttribute('aria-rowcount')))
    .toBeGreaterThan(250)
  const scroller = page.locator('.table-scroller')
  await scroller.evaluate((element) => element.scrollTo({ top: 1000 }))
  const topPx = 1000
  const [picked = '', , open = ''] = (await idsOf(page)).slice(14)
  await boxOf(page, picked).click()
  const menu = rowOf(page, open).getByRole('button', { name: /^More ways to extend/ })
  await menu.press('Enter')
  const item = rowOf(page, open).getByRole('menuitem').first()
  await expect(item).toBeFocused()

  for (let minute = 0; minute < 5; minute += 1) {
    const before = await countOf(page, 'list')
    await page.clock.runFor(60_000)
    await expect.poll(() => countOf(page, 'list')).toBeGreaterThan(before)
    await expect(item).toBeFocused()
    expect(await scroller.evaluate((element) => element.scrollTop)).toBe(topPx)
    await expect(boxOf(page, picked)).toBeChecked()
  }

  await page.keyboard.press('Escape')
  await page.getByRole('columnheader', { name: 'Session' }).getByRole('button').click()
  const filter = page.getByRole('combobox', { name: 'Filter sessions' })
  await filter.fill('no such session')
  await expect(bar(page)).toContainText('1 not in this filter')
  await filter.fill(picked)
  await expect(boxOf(page, picked)).toBeChecked()
  await expect(bar(page)).not.toContainText('not in this filter')
})
