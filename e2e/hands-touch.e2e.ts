import type { Locator, Page } from '@playwright/test'
import { expect, openNotices, openSimulator, rowOf, test } from './fixtures.ts'

/** Targets that a finger hits: at least 40 px, at every place where something costs money. */

/** The controls in an area that are lower or narrower than a fingertip, in words. */
function smallTargets(area: Locator) {
  return area
    .locator('button, input, select, [role="menuitem"], a[href]')
    .evaluateAll((targets) =>
      targets
        .map((target) => ({ target, box: target.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 1 && (box.width < 39.5 || box.height < 39.5))
        .map(
          ({ target, box }) =>
            `${target.getAttribute('aria-label') ?? target.textContent}: ${box.width} x ${box.height}`,
        ),
    )
}

async function expectTargets(page: Page) {
  const id = 'studio-a-review'
  const row = rowOf(page, id)
  expect((await row.boundingBox())?.height).toBeGreaterThanOrEqual(40)
  expect.soft(await smallTargets(row.locator('.col-actions'))).toEqual([])
  await row.getByRole('button', { name: `More ways to extend ${id}` }).tap()
  const menu = row.getByRole('menu')
  await expect(menu).toBeVisible()
  expect.soft(await smallTargets(menu)).toEqual([])
  await menu.getByRole('menuitem', { name: `Extend ${id} by 30` }).tap()
  await page.keyboard.press('Escape')
  await expect(row.getByRole('button', { name: `Undo for ${id}` })).toBeVisible()
  expect.soft(await smallTargets(row.locator('.col-actions'))).toEqual([])
  const notices = await openNotices(page)
  expect.soft(await smallTargets(page.getByRole('region', { name: 'Notices' }))).toEqual([])
  await notices.getByRole('button', { name: 'Close notices' }).tap()
  const messages = page.getByRole('list', { name: 'Notifications' })
  await expect(messages.getByRole('listitem').first()).toBeVisible({ timeout: 15_000 })
  expect.soft(await smallTargets(messages)).toEqual([])
  await page.getByRole('link', { name: 'Timeline' }).tap()
  const timeline = page.getByRole('region', { name: 'Timeline' })
  await expect(timeline).toBeVisible()
  // The name fills its row.
  await expect(timeline.getByRole('link').first()).toBeVisible()
  const others = (await smallTargets(timeline)).filter((each) => !/^[a-z0-9-]+:/.test(each))
  expect.soft(others).toEqual([])
}

for (const viewport of [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
])
  test.describe(`${viewport.width} px wide`, () => {
    test.use({ viewport, hasTouch: true })

    test('what a finger uses is at least 40 px wide and high, in compact rows too', async ({
      page,
    }) => {
      await page.goto('/settings')
      await page.getByLabel('Row height').selectOption({ label: 'Compact' })
      await openSimulator(page)
      await expectTargets(page)
    })
  })
