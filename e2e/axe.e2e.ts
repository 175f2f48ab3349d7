import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { expect, openSimulator, rowOf, test } from './fixtures.ts'

type Place = {
  name: string
  go: (page: Page) => Promise<void>
  /** Elements that must be visible, so that axe doesn't check an empty page. */
  shows: (page: Page) => Locator
}

function heading(name: string | RegExp) {
  return (page: Page) => page.getByRole('heading', { name })
}

const places: Place[] = [
  {
    name: 'welcome',
    go: async (page) => void (await page.goto('/')),
    shows: heading(/^See what's running/),
  },
  {
    name: 'list',
    go: (page) => openSimulator(page),
    shows: (page) => rowOf(page, 'anna-debug'),
  },
  {
    name: 'session',
    go: async (page) => {
      await openSimulator(page)
      await page.getByRole('link', { name: 'anna-debug', exact: true }).click()
      await page.getByText('Raw response').click()
    },
    shows: (page) => page.getByText('"maxLeaseTimeMinutes"').first(),
  },
  {
    name: 'extend form',
    go: async (page) => {
      await openSimulator(page)
      await page.getByRole('link', { name: 'anna-debug', exact: true }).click()
      await page.getByRole('link', { name: 'Extend…' }).click()
    },
    shows: heading('Extend anna-debug'),
  },
  {
    name: 'create form with errors',
    go: async (page) => {
      await openSimulator(page)
      await page.getByRole('link', { name: 'New session' }).click()
      await page.getByLabel('Session ID').fill('not allowed!')
      await page.getByRole('button', { name: 'Start session' }).click()
    },
    shows: (page) => page.getByText('Use only letters, digits'),
  },
  {
    name: 'stop dialog',
    go: async (page) => {
      await openSimulator(page)
      await rowOf(page, 'anna-debug').getByRole('button', { name: 'Stop anna-debug' }).click()
    },
    shows: (page) => page.getByRole('dialog', { name: 'Stop anna-debug?' }),
  },
  {
    name: 'budget of calls',
    go: async (page) => {
      await openSimulator(page)
      await page.getByRole('button', { name: /^API rate limit/ }).click()
    },
    shows: (page) => page.getByRole('dialog', { name: 'API rate limit' }),
  },
  {
    name: 'account form with errors',
    go: async (page) => {
      await page.goto('/accounts/new')
      await page.getByRole('button', { name: 'Add account' }).click()
    },
    shows: (page) => page.getByText('Enter the account ID.'),
  },
  {
    name: 'accounts',
    go: async (page) => {
      await openSimulator(page)
      await page.getByRole('link', { name: /^Accounts:/ }).click()
    },
    shows: heading('Accounts'),
  },
  {
    name: 'account',
    go: async (page) => {
      await openSimulator(page)
      await page.goto('/accounts/simulator')
      await page.getByRole('button', { name: 'Test connection' }).click()
    },
    shows: (page) => page.getByText('OK', { exact: true }).first(),
  },
  {
    name: 'simulator panel',
    go: async (page) => {
      await openSimulator(page)
      await page.goto('/simulator')
    },
    shows: (page) => page.getByLabel('Scenario'),
  },
  {
    name: 'history',
    go: async (page) => {
      await openSimulator(page)
      await page.goto('/history')
    },
    shows: heading('History'),
  },
  {
    name: 'timeline',
    go: async (page) => void (await page.goto('/?simulator&view=timeline')),
    shows: (page) =>
      page
        .getByRole('region', { name: 'Timeline' })
        .getByRole('link', { name: 'studio-a-review' }),
  },
  {
    name: 'recent calls',
    go: async (page) => {
      await openSimulator(page)
      await page.goto('/calls')
    },
    shows: (page) =>
      page.getByRole('list', { name: 'API calls' }).getByRole('listitem').first(),
  },
  {
    name: 'settings',
    go: async (page) => void (await page.goto('/settings')),
    shows: heading('Settings'),
  },
  {
    name: 'unknown address',
    go: async (page) => void (await page.goto('/no/such/page')),
    shows: heading('Page not found'),
  },
]

for (const { name, go, shows } of places) {
  test(`axe finds no violation, light or dark: ${name}`, async ({ page }) => {
    await go(page)
    await expect(shows(page)).toBeVisible()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(
        violations.map(({ id, nodes }) => [colorScheme, id, nodes.map(({ html }) => html)]),
      ).toEqual([])
    }
  })
}
