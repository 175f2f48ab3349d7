import type { Page } from '@playwright/test'
import { expect, openNotices, openSimulator, rowOf, test, useShortSpacing } from './fixtures.ts'

/** Storage that is full, cleared, or of another version of the console. */

async function extendOnce(page: Page) {
  const row = rowOf(page, 'crane-model-check')
  await row.getByRole('button', { name: 'Extend crane-model-check by 15 minutes' }).click()
  await expect(page.getByText(/^crane-model-check extended by .* now 5 h 15 min/)).toBeVisible({
    timeout: 40_000,
  })
}

test('with a newer version in another tab, this one says so and continues to work', async ({
  page,
  context,
}) => {
  await openSimulator(page)
  const newer = await context.newPage()
  await newer.goto('/activity')
  // A newer console changes the databases first.
  await newer.evaluate(() =>
    Promise.all(
      ['rrc-console', 'rrc-gates'].map(
        (name) =>
          new Promise((resolve, reject) => {
            const request = indexedDB.open(name, 1000)
            request.onsuccess = resolve
            request.onerror = reject
          }),
      ),
    ),
  )
  await expect(page.getByText('A newer version is open in another tab').first()).toBeVisible()
  await extendOnce(page)
})

test('clearing storage in another tab empties nothing here, and new creates are stored again', async ({
  page,
  context,
}) => {
  await openSimulator(page)
  await useShortSpacing(page)
  const other = await context.newPage()
  await other.goto('/activity')
  await other.evaluate(async () => {
    localStorage.clear()
    const databases = await indexedDB.databases()
    // The simulator stands in for the service, which keeps its sessions.
    for (const { name = '' } of databases)
      if (name.startsWith('rrc-')) indexedDB.deleteDatabase(name)
  })
  await other.close()
  await expect(rowOf(page, 'crane-model-check')).toBeVisible()
  await extendOnce(page)
  await page.getByRole('banner').getByRole('link', { name: 'New session' }).click()
  await page.getByRole('textbox', { name: 'Session ID' }).fill('after-all')
  await page.getByRole('button', { name: 'Start session' }).click()
  await expect(rowOf(page, 'after-all')).toBeVisible({ timeout: 40_000 })
  const kept = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const request = indexedDB.open('rrc-console')
        request.onsuccess = () => {
          const all = request.result
            .transaction('createIntents')
            .objectStore('createIntents')
            .getAll()
          all.onsuccess = () =>
            resolve((all.result as { wanted: { id: string } }[]).map(({ wanted }) => wanted.id))
        }
      }),
  )
  expect(kept).toEqual(['after-all'])
  await expect(page.getByText('Browser storage is full or blocked')).toBeHidden()
})

test('a full disk is reported once, also in the form, and stops nothing', async ({
  page,
  context,
}) => {
  await openSimulator(page)
  const browser = await context.newCDPSession(page)
  await browser.send('Storage.overrideQuotaForOrigin', {
    origin: new URL(page.url()).origin,
    quotaSize: 1,
  })
  await page.evaluate(() => {
    // Until nothing more fits.
    try {
      for (let size = 4_000_000, number = 0; size > 0; number += 1)
        try {
          localStorage.setItem(`filler ${number}`, 'x'.repeat(size))
        } catch {
          size = Math.floor(size / 2)
        }
    } catch {
      // Full.
    }
  })
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByLabel('Session limit').fill('50')
  const notices = await openNotices(page)
  await expect(notices.getByText('Browser storage is full or blocked')).toBeVisible()
  await page
    .getByRole('button', { name: /^Dismiss: Browser storage is full or blocked/ })
    .click()
  await extendOnce(page)
  await expect(page.getByText('Browser storage is full or blocked')).toBeHidden()
})
