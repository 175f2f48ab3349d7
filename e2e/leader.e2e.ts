import type { Page } from '@playwright/test'
import { countOf, expect, openSimulator, rowOf, test, extendByMenu } from './fixtures.ts'

/** The tab that polls, its replacement, and waking from sleep. */

const HOST = 'remoterendering.southeastasia.simulator.test'

/** Lists that reached one endpoint of the simulated service so far. */
function listsSoFar(page: Page): Promise<number> {
  return countOf(page, 'list', HOST)
}

test('after a sleep the time left is marked as out of date until a list has come', async ({
  page,
}) => {
  await page.clock.install()
  await openSimulator(page)
  const row = rowOf(page, 'crane-model-check')
  await expect(row).toBeVisible()
  await page.clock.runFor(12_000)
  const before = await listsSoFar(page)
  const pageNow = () => page.evaluate(() => Date.now())

  // The answer comes within moments, so the page itself records what it showed before.
  await page.evaluate(() => {
    const shown = { isDistrusted: false }
    Object.assign(globalThis, { shown })
    new MutationObserver(() => {
      if (document.body.textContent?.includes('Not confirmed')) shown.isDistrusted = true
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
  })
  // So short that the age of the list alone would not mark it.
  await page.clock.fastForward('00:00:25')
  const wokeAtMs = await pageNow()
  for (let second = 0; second < 6; second += 1) {
    await page.clock.runFor(1000)
    await listsSoFar(page)
  }
  expect(
    await page.evaluate(
      () => (globalThis as unknown as { shown: { isDistrusted: boolean } }).shown.isDistrusted,
    ),
  ).toBe(true)
  await expect(row.getByText('Not confirmed')).toBeHidden()
  const lists = (await listsSoFar(page)) - before
  expect(lists).toBeGreaterThanOrEqual(1)
  // One on waking, and one every 5 s while sessions start. The page's clock also advances by
  // itself.
  expect(lists).toBeLessThanOrEqual(1 + Math.floor(((await pageNow()) - wokeAtMs) / 5000))
})

test('without Web Locks a tab polls three times less often, and says so', async ({
  context,
}) => {
  await context.addInitScript(() => {
    Object.defineProperty(navigator, 'locks', { value: undefined })
  })
  const page = await context.newPage()
  await openSimulator(page)
  await expect(rowOf(page, 'crane-model-check')).toBeVisible()
  await page.getByRole('button', { name: /^API rate limit/ }).click()
  const budget = page.getByRole('dialog', { name: 'API rate limit' })
  await expect(budget.getByText(/^Polls every 30 s/).first()).toBeVisible()
  await expect(budget.getByText(/can't coordinate tabs/)).toBeVisible()
})

test('leaving the page while an action waits asks for confirmation', async ({ page }) => {
  await openSimulator(page)
  await expect(rowOf(page, 'crane-model-check')).toBeVisible()
  await extendByMenu(page, 'crane-model-check', 60)
  const asked = page.waitForEvent('dialog')
  void page.close({ runBeforeUnload: true })
  const dialog = await asked
  expect(dialog.type()).toBe('beforeunload')
  await dialog.dismiss()
  await expect(rowOf(page, 'crane-model-check')).toBeVisible()
})
