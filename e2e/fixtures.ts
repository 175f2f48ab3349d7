import { test as base, expect, type Page } from '@playwright/test'

/**
 * Every test fails on a violation of the content security policy, an error nobody caught, or an
 * error on the browser's console.
 */
export const test = base.extend<{ cleanPage: void }>({
  cleanPage: [
    async ({ context }, use) => {
      const problems: string[] = []
      context.on('weberror', (error) => problems.push(error.error().message))
      context.on('console', (message) => {
        // A refused call is part of many tests, and the browser reports each by itself.
        const isRefusedCall = message.text().startsWith('Failed to load resource')
        if (message.type() === 'error' && !isRefusedCall) problems.push(message.text())
      })
      await use()
      expect(problems).toEqual([])
    },
    { auto: true },
  ],
})

export { expect }

/** The row of a session in the table. */
export const rowOf = (page: Page, id: string) =>
  page.getByRole('row', { name: id, exact: true })

/** The cell of a column in a session's row. */
export const cellOf = (page: Page, id: string, text: string | RegExp) =>
  rowOf(page, id).getByRole('cell').filter({ hasText: text }).first()

/** Opens the console in its simulator, and waits for the fleet. */
export const openSimulator = async (page: Page, query = '') => {
  await page.goto(`/?simulator${query}`)
  await expect(page.getByRole('button', { name: /Ready$/ })).toBeVisible()
}

/** The smallest spacing the settings offer, so that the tests need not wait for 5 s each time. */
export const useShortSpacing = async (page: Page) => {
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByLabel('Least time between two calls to one endpoint').selectOption('2 s')
  await page.getByRole('button', { name: 'Close panel' }).click()
}

/** Fills in the form of a new account for a simulator over HTTP, and sends it. */
export const addStudioAccount = async (
  page: Page,
  simulator: { origin: string; accountId: string },
  accountKey: string,
  apiVersion = '2021-01-01',
) => {
  await page.goto('/accounts/new')
  await page.getByLabel('Display name').fill('Studio')
  await page.getByLabel('Account id').fill(simulator.accountId)
  await page.getByLabel('Account domain').fill(simulator.origin)
  await page.getByLabel('Other endpoints').fill(simulator.origin)
  await page.getByLabel('API version').selectOption(apiVersion)
  await page.getByRole('textbox', { name: 'Account key' }).fill(accountKey)
  await page.getByRole('button', { name: 'Add account' }).click()
}
