import type { Page } from '@playwright/test'
import {
  expect,
  expectFocusKept,
  leaveTable,
  openSimulator,
  readyFigure,
  rowOf,
  test,
} from './fixtures.ts'

/** The list under a user's hands: mouse and keyboard. */

const table = (page: Page) => page.getByRole('table', { name: 'Sessions' })
/** Where a row is in the table, px. */
const topOf = (page: Page, id: string) =>
  rowOf(page, id).evaluate((row) => (row as HTMLElement).offsetTop)
const linkOf = (page: Page, id: string) => rowOf(page, id).getByRole('link', { name: id })
/** The IDs of the rows on screen, in their order. */
const idsOf = (page: Page) =>
  table(page)
    .getByRole('row')
    .evaluateAll((rows) => rows.slice(1).map((row) => row.getAttribute('aria-label') ?? ''))
const extend = (page: Page, id: string) =>
  rowOf(page, id).getByRole('button', { name: `Extend ${id} by 15 minutes` })

for (const hand of ['mouse', 'keyboard', 'touch'] as const) {
  test.describe(`by ${hand}`, () => {
    test.use({ hasTouch: hand === 'touch' })

    test(`a row that is extended stays where it is until the hand is gone`, async ({
      page,
    }) => {
      await openSimulator(page)
      await expect(rowOf(page, 'fair-booth-3')).toBeVisible()
      // The session that ends next: with 15 minutes more it is no longer the first.
      const first = (await idsOf(page))[0] ?? ''
      const topPx = await topOf(page, first)
      if (hand === 'mouse') await extend(page, first).click()
      else if (hand === 'touch') await extend(page, first).tap()
      else await extend(page, first).press('Enter')
      const offer = page.getByRole('button', { name: 'Apply' })
      await expect(offer).toBeVisible({ timeout: 20_000 })
      expect(await topOf(page, first)).toBe(topPx)
      expect((await idsOf(page))[0]).toBe(first)

      if (hand === 'keyboard') {
        // The button that was pressed keeps the focus meanwhile.
        await expect(rowOf(page, first).locator(':focus')).toBeVisible()
        await page.getByRole('combobox', { name: 'Filter sessions' }).focus()
        await expect.poll(async () => (await idsOf(page))[0]).not.toBe(first)
      } else {
        await (hand === 'mouse' ? offer.click() : offer.tap())
        expect((await idsOf(page))[0]).not.toBe(first)
      }
      await expect(offer).toBeHidden()
      await expectFocusKept(page)
    })
  })
}

test('a session that ends under the pointer stays as a row without actions', async ({
  page,
}) => {
  await openSimulator(page)
  await rowOf(page, 'fair-booth-1').getByRole('button', { name: 'Stop fair-booth-1' }).click()
  await page.getByRole('button', { name: 'Stop session' }).click()
  await rowOf(page, 'anna-debug').hover()
  await expect(rowOf(page, 'fair-booth-1')).toContainText('Ended', { timeout: 30_000 })
  await expect(rowOf(page, 'fair-booth-1').getByRole('button')).toHaveCount(0)
  await leaveTable(page)
  await expect(rowOf(page, 'fair-booth-1')).toBeHidden()
})

test('a row of the timeline stays under the pointer, extended or ended', async ({ page }) => {
  await page.goto('/?simulator&view=timeline')
  const items = page.getByRole('region', { name: 'Timeline' }).getByRole('listitem')
  const itemOf = (id: string) => items.filter({ has: page.getByRole('link', { name: id }) })
  const topsOf = (...ids: string[]) =>
    Promise.all(ids.map((id) => itemOf(id).evaluate((item) => (item as HTMLElement).offsetTop)))
  await itemOf('fair-booth-1').getByRole('button', { name: 'Stop fair-booth-1' }).click()
  await page.getByRole('button', { name: 'Stop session' }).click()
  const ids = await items.evaluateAll((rows) =>
    rows.map((row) => row.querySelector('a')?.textContent ?? ''),
  )
  const first = ids.find((id) => id !== 'fair-booth-1') ?? ''
  await itemOf(first)
    .getByRole('button', { name: `Extend ${first} by 15 minutes` })
    .click()
  const tops = await topsOf(first, 'fair-booth-1')
  await expect(itemOf('fair-booth-1')).toContainText('Ended', { timeout: 30_000 })
  await expect(itemOf('fair-booth-1').getByRole('button')).toHaveCount(0)
  await expect(itemOf('fair-booth-1')).toHaveCount(1)
  expect(await topsOf(first, 'fair-booth-1')).toEqual(tops)

  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(itemOf('fair-booth-1')).not.toContainText('Ended')
  expect(await topsOf(first, 'fair-booth-1')).not.toEqual(tops)
  await expectFocusKept(page)
})

test('a click on a row opens it, and a click on a control in it does only that', async ({
  page,
}) => {
  await openSimulator(page)
  await rowOf(page, 'studio-a-review')
    .getByRole('cell')
    .nth(2)
    .click({ position: { x: 90, y: 5 } })
  await expect(page.getByRole('heading', { name: 'studio-a-review' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(linkOf(page, 'studio-a-review')).toBeFocused()

  await extend(page, 'anna-debug').click()
  await expect(page.getByRole('heading', { name: 'anna-debug' })).toHaveCount(0)
  // Another tab opens by the link, as with any link.
  const opened = page.context().waitForEvent('page')
  await linkOf(page, 'studio-a-review').click({ modifiers: ['ControlOrMeta'] })
  await (await opened).close()
  expect(new URL(page.url()).pathname).toBe('/')
})

test('the first row is at most ten tab stops away, and arrow keys move from it', async ({
  page,
}) => {
  await openSimulator(page)
  await expect(rowOf(page, 'fair-booth-3')).toBeVisible()
  const ids = await idsOf(page)
  const [first = '', second = ''] = ids
  const last = ids.at(-1) ?? ''
  const isAtRow = () => linkOf(page, first).evaluate((link) => link === document.activeElement)
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to sessions' })).toBeFocused()
  await page.keyboard.press('Enter')
  for (let stops = 2; stops <= 10 && !(await isAtRow()); stops += 1)
    await page.keyboard.press('Tab')
  await expect(linkOf(page, first)).toBeFocused()
  // The figures are one of these stops, and arrow keys move between them.
  await readyFigure(page).focus()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('button', { name: /Starting$/ })).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('combobox', { name: 'Filter sessions' })).toBeFocused()
  await linkOf(page, first).focus()
  await page.keyboard.press('ArrowDown')
  await expect(linkOf(page, second)).toBeFocused()
  await page.keyboard.press('End')
  await expect(linkOf(page, last)).toBeFocused()
  await page.keyboard.press('Home')
  await expect(linkOf(page, first)).toBeFocused()
  // The Tab key goes through this row only, and then leaves the table.
  for (let stops = 0; stops < 8; stops += 1) {
    await page.keyboard.press('Tab')
    const row = page.locator('[role="row"]:focus-within')
    if ((await row.count()) === 0) break
    await expect(row).toHaveAccessibleName(first)
  }
  await expect(table(page).locator(':focus')).toHaveCount(0)
  await linkOf(page, second).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: second })).toBeVisible()
})
