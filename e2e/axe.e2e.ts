import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, openSimulator, rowOf, test } from './fixtures.ts'

const places: { name: string; go: (page: Page) => Promise<void> }[] = [
  { name: 'welcome', go: async (page) => void (await page.goto('/')) },
  { name: 'list', go: (page) => openSimulator(page) },
  {
    name: 'session',
    go: async (page) => {
      await openSimulator(page)
      await page.getByRole('link', { name: 'anna-debug' }).click()
      await page.getByText('Raw response').click()
    },
  },
  {
    name: 'extend form',
    go: async (page) => {
      await openSimulator(page)
      await page.getByRole('link', { name: 'anna-debug' }).click()
      await page.getByRole('link', { name: 'Extend to …' }).click()
    },
  },
  {
    name: 'create form with errors',
    go: async (page) => {
      await openSimulator(page)
      await page.getByRole('link', { name: 'New session' }).click()
      await page.getByLabel('Session id').fill('not allowed!')
      await page.getByRole('button', { name: 'Start session' }).click()
      await expect(page.getByText('Only letters, digits')).toBeVisible()
    },
  },
  {
    name: 'stop dialog',
    go: async (page) => {
      await openSimulator(page)
      await rowOf(page, 'anna-debug').getByRole('button', { name: 'Stop anna-debug' }).click()
    },
  },
  {
    name: 'budget of calls',
    go: async (page) => {
      await openSimulator(page)
      await page.getByRole('button', { name: /^Budget of calls/ }).click()
    },
  },
  {
    name: 'account form with errors',
    go: async (page) => {
      await page.goto('/accounts/new')
      await page.getByRole('button', { name: 'Add account' }).click()
      await expect(page.getByText('Enter the account id.')).toBeVisible()
    },
  },
  {
    name: 'accounts',
    go: async (page) => {
      await openSimulator(page)
      await page.getByRole('link', { name: /1 account/ }).click()
    },
  },
  {
    name: 'account',
    go: async (page) => {
      await openSimulator(page)
      await page.goto('/accounts/simulator')
      await page.getByRole('button', { name: 'Test connection' }).click()
    },
  },
  {
    name: 'simulator panel',
    go: async (page) => {
      await openSimulator(page)
      await page.goto('/simulator')
    },
  },
  { name: 'history', go: async (page) => void (await page.goto('/history')) },
  { name: 'timeline', go: async (page) => void (await page.goto('/?view=timeline')) },
  { name: 'recent calls', go: async (page) => void (await page.goto('/calls')) },
  { name: 'settings', go: async (page) => void (await page.goto('/settings')) },
  { name: 'unknown address', go: async (page) => void (await page.goto('/no/such/page')) },
]

for (const { name, go } of places) {
  test(`axe finds nothing, light or dark: ${name}`, async ({ page }) => {
    await go(page)
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeAttached()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(
        violations.map(({ id, nodes }) => [colorScheme, id, nodes.map(({ html }) => html)]),
      ).toEqual([])
    }
  })
}
