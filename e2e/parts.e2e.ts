import type { Page } from '@playwright/test'
import { expect, openSimulator, rowOf, test } from './fixtures.ts'

/** Parts of the page whose code can't be loaded for a while. */

// React reports what a boundary caught.
test.use({ expectedErrors: /Failed to fetch dynamically imported module/ })

/**
 * Opens the panel of the accounts. Its link leads to the simulator's panel, the only one that is
 * not fetched before it is opened.
 */
async function openAccounts(page: Page) {
  await page.getByRole('link', { name: /^Accounts:/ }).click()
  await expect(page.getByRole('heading', { name: 'Accounts' })).toBeVisible()
}

test("a panel that can't be loaded leaves the rest of the page, and opens once it can", async ({
  page,
  context,
}) => {
  await openSimulator(page)
  await expect(rowOf(page, 'crane-model-check')).toBeVisible()
  await openAccounts(page)
  await context.setOffline(true)
  await page.getByRole('link', { name: 'Simulator settings' }).click()
  const failure = page.getByRole('alert', { name: /stopped working$/ })
  await expect(failure).toContainText("Couldn't load")
  await expect(rowOf(page, 'crane-model-check')).toBeVisible()
  // Screen readers find the failed part by its landmark and heading.
  await expect(page.getByRole('heading', { name: 'Details', level: 1 })).toBeAttached()
  await expect(page.getByRole('button', { name: 'Reload page' })).toBeHidden()

  await failure.getByRole('button', { name: 'Try again' }).click()
  // Without success: then the page itself may be out of date.
  await expect(failure.getByRole('button', { name: 'Reload page' })).toBeVisible()
  await expect(rowOf(page, 'crane-model-check')).toBeVisible()

  await context.setOffline(false)
  await failure.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('heading', { name: 'Simulator', exact: true })).toBeVisible()
  await expect(failure).toHaveCount(0)
  await expect(rowOf(page, 'crane-model-check')).toBeVisible()
})

test('another panel opens after one that could not be loaded, and that one opens later', async ({
  page,
  context,
}) => {
  await openSimulator(page)
  await openAccounts(page)
  await context.setOffline(true)
  await page.getByRole('link', { name: 'Simulator settings' }).click()
  await expect(page.getByText("Couldn't load")).toBeVisible()
  await page.getByRole('link', { name: 'Settings' }).click()
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
  await context.setOffline(false)
  await openAccounts(page)
  await page.getByRole('link', { name: 'Simulator settings' }).click()
  await expect(page.getByRole('heading', { name: 'Simulator', exact: true })).toBeVisible()
})

test("a timeline that can't be loaded affects neither the filter nor the figures", async ({
  page,
  context,
}) => {
  await openSimulator(page)
  await context.setOffline(true)
  await page.getByRole('link', { name: 'Timeline' }).click()
  const failure = page.getByRole('alert', { name: 'Timeline stopped working' })
  await expect(failure).toContainText("Couldn't load")
  await expect(page.getByRole('combobox', { name: 'Filter sessions' })).toBeVisible()
  await context.setOffline(false)
  await failure.getByRole('button', { name: 'Try again' }).click()
  await expect(
    page.getByRole('region', { name: 'Timeline' }).getByRole('link').first(),
  ).toBeVisible()
})
