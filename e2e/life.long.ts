import type { Page } from '@playwright/test'
import { expect, rowOf, test } from './fixtures.ts'

/** A lease from start to end, on a clock that only the test moves. */

test.describe.configure({ timeout: 240_000 })

/** One call at a time. */
const STEP_S = 5

/** Moves the page's clock. Storage and the simulated service answer in real time in between. */
async function pass(page: Page, seconds: number) {
  for (let passed = 0; passed < seconds; passed += STEP_S) {
    await page.clock.runFor(STEP_S * 1000)
    // Queues behind the calls and the storage in flight.
    for (let turn = 0; turn < 2; turn += 1)
      await page.evaluate(async () => {
        await fetch('/gateway/sts.simulator.test/simulator/stats')
        await new Promise<void>((resolve) => {
          const request = indexedDB.open('rrc-console')
          request.onsuccess = () => {
            const transaction = request.result.transaction('alerts', 'readwrite')
            transaction.oncomplete = () => {
              request.result.close()
              resolve()
            }
            transaction.objectStore('alerts').count()
          }
        })
      })
  }
}

/** Moves the clock until something is on screen. */
async function passUntil(page: Page, isThere: () => Promise<boolean>, seconds: number) {
  for (let passed = 0; passed < seconds && !(await isThere()); passed += STEP_S)
    await pass(page, STEP_S)
  expect(await isThere()).toBe(true)
}

test('a lease from its start to its end in the history, with its cost', async ({ page }) => {
  await page.clock.install({ time: new Date('2026-01-01T10:00:00') })
  await page.goto('/?simulator&sessions=0')
  await expect(page.getByText('No active sessions')).toBeVisible()
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByLabel('Standard rate per hour').fill('6')
  await page.getByLabel('Currency').fill('EUR')

  await page.getByRole('banner').getByRole('link', { name: 'New session' }).click()
  await page.getByLabel('Session ID').fill('life')
  await page.getByLabel(/^Lease/).fill('0:14')
  await page.getByRole('button', { name: 'Start session' }).click()
  await page.clock.runFor(1000)
  await expect(rowOf(page, 'life')).toContainText('Starting for')

  const bar = page.getByRole('region', { name: 'Notices' })
  const has = (text: string | RegExp) => () => bar.getByText(text).first().isVisible()
  const messages = page.getByRole('list', { name: 'Notifications' })
  await passUntil(page, () => messages.getByText('life is Ready').isVisible(), 900)

  await passUntil(page, has(/^life ends in \d:\d\d$/), 400)
  await expect(page).toHaveTitle(/^\(1\) 9 min/)
  await bar.getByRole('button', { name: 'Extend life by 15 minutes' }).click()
  await pass(page, 10)
  // 12 and 15 make 29 minutes, and the alert is settled.
  const properties = page.getByRole('region', { name: 'Properties' })
  await expect(properties.getByText('29 min')).toBeVisible()
  await expect(page).toHaveTitle(/^Remote/)

  await page.getByText('Off. The session ends when').click()
  await page.getByLabel('Extend by').fill('5')
  await page.getByLabel('Maximum lease').fill('0:34')
  await page.getByRole('button', { name: 'Turn on' }).click()
  await expect(page.getByText(/^Next at .*: \+5 min · adds €0\.50$/)).toBeVisible()

  // Extended once, up to its limit. Then it says that it has ended.
  await passUntil(page, () => properties.getByText('34 min').isVisible(), 1500)
  await passUntil(page, has("Auto-extend can't extend life"), 600)
  await passUntil(page, has('life expired'), 600)

  const main = page.getByRole('navigation', { name: 'Main' })
  await main.getByRole('link', { name: 'History' }).click()
  const entry = page.getByRole('list', { name: 'History' }).getByRole('listitem').first()
  await expect(entry).toContainText('life')
  await expect(entry).toContainText('Expired')
  await entry.getByText('Ran for 34 min · €3.40').click()
  await expect(entry).toContainText('this browser')
  await expect(entry.getByRole('list').getByRole('listitem')).toHaveText([
    /^14 min.*this browser$/,
    /^29 min.*this browser$/,
    /^34 min.*this browser$/,
  ])
})
