import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import {
  addStudioAccount,
  expect,
  openNotices,
  openSimulator,
  rowOf,
  test,
} from './fixtures.ts'
import { simulatorPort } from './ports.ts'

const CONTRAST = 'color-contrast'
/** The narrowest page that is checked, px: a panel takes the place of the list there. */
const PHONE = { width: 390, height: 844 }

// A color in transition has a contrast that nobody sees.
test.use({ contextOptions: { reducedMotion: 'reduce' } })

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
    name: 'drawer of notices',
    go: async (page) => {
      await openSimulator(page)
      await openNotices(page)
    },
    shows: (page) =>
      page.getByRole('dialog', { name: 'Notices' }).getByRole('listitem').first(),
  },
  {
    name: 'menu of an extension',
    go: async (page) => {
      await openSimulator(page)
      await rowOf(page, 'anna-debug')
        .getByRole('button', { name: 'More ways to extend anna-debug' })
        .click()
    },
    shows: (page) => page.getByRole('menu', { name: 'More ways to extend anna-debug' }),
  },
  {
    name: 'groups, a selection, and the options of the table',
    go: async (page) => {
      await openSimulator(page, '&group=owner')
      await page.getByRole('checkbox', { name: 'Select anna-debug' }).check()
      await page.getByRole('button', { name: 'Table options' }).click()
    },
    shows: (page) => page.getByRole('combobox', { name: 'Group by' }),
  },
  {
    name: 'start under way',
    go: async (page) => {
      await openSimulator(page)
      await startSessions(page, 1)
    },
    shows: (page) => page.getByRole('region', { name: 'Starting fair' }),
  },
  {
    name: 'batch under way',
    go: async (page) => {
      await openSimulator(page)
      await startSessions(page, 3)
    },
    shows: (page) => page.getByRole('region', { name: 'Starting 3 sessions' }),
  },
  {
    name: 'question of a link to the simulator',
    go: async (page) => {
      // Nothing answers there; an account is all that is needed.
      const origin = `http://127.0.0.1:${simulatorPort}`
      const accountId = '12345678-90ab-cdef-1234-567890abcdef'
      await addStudioAccount(page, { origin, accountId }, 'c2VjcmV0LWtleQ==')
      await expect(page.getByRole('heading', { name: 'Studio' })).toBeVisible()
      await page.goto('/?simulator&sessions=3')
    },
    shows: (page) => page.getByText('This link starts the simulator').first(),
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
      await page.goto('/activity')
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
  test(`axe finds no violation, light, dark, or on a phone: ${name}`, async ({ page }) => {
    await go(page)
    await expect(shows(page)).toBeVisible()
    expect(await violationsOf(page, (axe) => axe), 'light').toEqual([])
    // Another theme changes nothing but colors, and another width everything else.
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await violationsOf(page, (axe) => axe.withRules([CONTRAST])), 'dark').toEqual([])
    await page.setViewportSize(PHONE)
    expect(await violationsOf(page, (axe) => axe.disableRules([CONTRAST])), 'phone').toEqual([])
  })
}

async function violationsOf(page: Page, choose: (axe: AxeBuilder) => AxeBuilder) {
  const { violations } = await choose(new AxeBuilder({ page })).analyze()
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])
}

async function startSessions(page: Page, count: number) {
  await page.getByRole('banner').getByRole('link', { name: 'New session' }).click()
  await page.getByRole('textbox', { name: 'Session ID' }).fill('fair')
  await page.getByLabel('Number of sessions').fill(String(count))
  await page.getByRole('button', { name: /^Start (session|\d+ sessions)$/ }).click()
}
