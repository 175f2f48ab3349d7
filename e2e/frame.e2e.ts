import { expect, openSimulator, rowOf, test } from './fixtures.ts'

/** The frame around the list: header, links, and what stands above the table. */

test('the main pages are links in words, and the current one is marked', async ({ page }) => {
  await openSimulator(page)
  const main = page.getByRole('navigation', { name: 'Main' })
  await expect(main.getByRole('link')).toHaveText([
    'Sessions',
    'Timeline',
    'History',
    'Activity',
    'Settings',
  ])
  const current = main.locator('[aria-current=page]')
  await expect(current).toHaveText('Sessions')
  await page.getByRole('searchbox', { name: 'Filter sessions' }).fill('fair')
  await expect(page).toHaveURL(/q=fair/)
  for (const name of ['Timeline', 'History', 'Activity', 'Settings', 'Sessions']) {
    await main.getByRole('link', { name }).click()
    await expect(current).toHaveText(name)
    await expect(page).toHaveURL(/q=fair/)
  }
  await expect(rowOf(page, 'fair-booth-1')).toBeVisible()
  await expect(
    page.getByRole('banner').getByRole('link', { name: 'Simulator', exact: true }),
  ).toBeVisible()
})

test('the first stop of the Tab key leads past the header to the first row', async ({
  page,
}) => {
  await openSimulator(page)
  await page.keyboard.press('Tab')
  const skip = page.getByRole('link', { name: 'Skip to sessions' })
  await expect(skip).toBeFocused()
  await expect(skip).toBeInViewport()
  await page.keyboard.press('Enter')
  await expect(
    page.getByRole('row').nth(1).locator(':focus').or(page.locator('[role=row]:focus')),
  ).toBeVisible()
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

  test('the links to the main pages are at the bottom, in reach of a thumb', async ({
    page,
  }) => {
    await openSimulator(page)
    const main = page.getByRole('navigation', { name: 'Main' })
    await expect(main).toHaveCount(1)
    const box = await main.boundingBox()
    expect(box).toMatchObject({ y: 844 - 56, height: 56 })
    await main.getByRole('link', { name: 'History' }).tap()
    await expect(page.getByRole('heading', { name: 'History' })).toBeVisible()
    await expect(main.locator('[aria-current=page]')).toHaveText('History')
  })
})
