import type { Page } from '@playwright/test'
import { expect, leaveTable, rowOf, test, useShortSpacing } from './fixtures.ts'
import { startSimulatorProcess } from './simulator-process.ts'

/** A session's whole life, for the tests of each API version. */

/** Adds an account with the form. */
async function addAccount(
  page: Page,
  account: { origin: string; accountId: string; accountKey: string; apiVersion: string },
) {
  await page.getByRole('link', { name: 'Add account' }).click()
  await page.getByLabel('Display name').fill('Trade fair')
  await page.getByLabel('Account ID').fill(account.accountId)
  await page.getByLabel('Account domain').fill(account.origin)
  await page.getByLabel('Other endpoints').fill(account.origin)
  await page.getByLabel('API version').selectOption(account.apiVersion)
  await page.getByRole('textbox', { name: 'Account key' }).fill(account.accountKey)
  await page.getByRole('button', { name: 'Add account' }).click()
  await expect(page.getByText(/^Valid, .* left$/)).toBeVisible()
  await page.getByRole('button', { name: 'Close panel' }).click()
  await page.getByRole('button', { name: 'Close panel' }).click()
}

/** Starts a session and returns its ID, which is part of the address. */
export async function create(page: Page, wantedId: string | null): Promise<string> {
  await page.getByRole('link', { name: 'New session' }).first().click()
  if (wantedId !== null) await page.getByLabel('Session ID').fill(wantedId)
  await page.getByRole('button', { name: '30 min' }).click()
  await page.getByRole('button', { name: 'Start session' }).click()
  await page.waitForURL(/\/sessions\/[^/]+\/[^/]+\/(?!extend)[^/]+$/)
  return decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1) ?? '')
}

/** From Starting to the page of the ended session. */
export async function liveAndEnd(page: Page, id: string) {
  await expect(rowOf(page, id)).toContainText(/Starting|Ready/)
  await expect(rowOf(page, id)).toContainText('Ready', { timeout: 30_000 })
  await expect(page.getByRole('term').filter({ hasText: 'Host name' })).toBeVisible()

  await rowOf(page, id)
    .getByRole('button', { name: `Extend ${id} by 15 minutes` })
    .click()
  await expect(
    page.getByText(`${id} extended by 15 min. Its lease is now 45 min.`),
  ).toBeVisible()

  await rowOf(page, id)
    .getByRole('button', { name: `Stop ${id}` })
    .click()
  await expect(page.getByRole('dialog', { name: `Stop ${id}?` })).toBeVisible()
  await page.getByRole('button', { name: 'Stop session' }).click()
  await expect(page.getByText(`${id} stopped`)).toBeVisible({
    timeout: 45_000,
  })
  await leaveTable(page)
  await expect(rowOf(page, id)).toBeHidden()

  await expect(page.getByText('This session has ended.')).toBeVisible()
  await expect(page.getByRole('definition').filter({ hasText: 'Stopped' })).toBeVisible()
}

/** A test of this life over real sockets. */
export function testLife(apiVersion: string): void {
  test(`${apiVersion} over real sockets: from an account to the page of the ended session`, async ({
    page,
  }) => {
    const simulator = await startSimulatorProcess('--sessions', '0', '--speed', '4')
    try {
      await page.goto('/')
      await useShortSpacing(page)
      await addAccount(page, { ...simulator, apiVersion })
      await expect(page.getByText('No active sessions')).toBeVisible()
      const id = await create(page, apiVersion === 'v1' ? null : 'fair-booth-1')
      await liveAndEnd(page, id)
      expect(await simulator.stats()).toMatchObject({ throttled: 0 })
    } finally {
      await simulator.stop()
    }
  })
}
