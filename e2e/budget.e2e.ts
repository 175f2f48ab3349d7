import type { Page } from '@playwright/test'
import { expect, openSimulator, type ServiceStats, statsOf, test } from './fixtures.ts'

// A minute of the page's clock takes many turns between test and page.
test.describe.configure({ timeout: 240_000 })

function listCalls(stats: ServiceStats): Record<string, number> {
  return Object.fromEntries(
    Object.entries(stats.endpoints).map(([name, { operations }]) => [
      name,
      operations['list'] ?? 0,
    ]),
  )
}

/**
 * One second of the page's clock. Storage and worker answer in real time, so the count is read
 * afterward: it queues behind the calls in flight, and the clock doesn't run ahead of them.
 */
async function oneSecond(page: Page) {
  await page.clock.runFor(1000)
  await statsOf(page)
  await statsOf(page)
}

test('60 s idle make at most 7 list calls per endpoint, and no other calls', async ({
  page,
}) => {
  await page.clock.install()
  await openSimulator(page)
  // After the start of the two starting sessions, which are polled faster until they are Ready.
  const last = page.getByRole('row', { name: /plant-tour-live/ })
  for (let second = 0; second < 600; second += 1) {
    await oneSecond(page)
    if ((await last.innerText()).includes('Ready')) break
  }
  await expect(last).toContainText('Ready')

  const before = await statsOf(page)
  for (let second = 0; second < 60; second += 1) await oneSecond(page)
  const after = await statsOf(page)

  for (const [endpoint, { operations }] of Object.entries(after.endpoints)) {
    const known = before.endpoints[endpoint]?.operations ?? {}
    for (const [operation, count] of Object.entries(operations)) {
      const added = count - (known[operation] ?? 0)
      if (operation === 'list') {
        // One every 10 s. Storage may lag behind this clock by less than a second per call, so
        // the sixth may be counted after the minute, and the first may just have been due.
        expect(added, endpoint).toBeGreaterThanOrEqual(5)
        expect(added, endpoint).toBeLessThanOrEqual(7)
      } else expect(added, `${operation} at ${endpoint}`).toBe(0)
    }
  }
  expect(Object.keys(listCalls(after))).toHaveLength(4)
  expect(after.throttled).toBe(0)
})

test('watching a session costs no call beyond the list', async ({ page }) => {
  await page.clock.install()
  await page.goto('/activity')
  const openedMs = await page.evaluate(() => Date.now())
  await openSimulator(page)
  await page.getByRole('link', { name: 'studio-a-review' }).click()
  await expect(page.getByRole('heading', { name: 'Properties' })).toBeVisible()
  for (let second = 0; second < 30; second += 1) await oneSecond(page)
  // The clock also advances by the time that this machine took.
  const passedMs = (await page.evaluate(() => Date.now())) - openedMs
  const { endpoints, throttled } = await statsOf(page)
  for (const { operations } of Object.values(endpoints)) {
    expect(
      Object.keys(operations).filter((name) => name !== 'list' && name !== 'token'),
    ).toEqual([])
    // One every 5 s is the most that a near end may cost.
    expect(operations['list'] ?? 0).toBeLessThanOrEqual(passedMs / 5000 + 2)
  }
  // The lists continued meanwhile, at every endpoint.
  const lists = Object.entries(listCalls(await statsOf(page))).filter(
    ([name]) => name !== 'sts',
  )
  expect(lists).toHaveLength(3)
  for (const [name, count] of lists) expect(count, name).toBeGreaterThanOrEqual(2)
  expect(throttled).toBe(0)
})
