import { expect, openSimulator, rowOf, test } from './fixtures.ts'

test('three tabs and a held-down F5 never break the spacing of calls', async ({
  page,
  context,
}) => {
  const startedMs = Date.now()
  await openSimulator(page)
  await expect(rowOf(page, 'anna-debug')).toBeVisible()
  for (let count = 0; count < 2; count += 1) {
    const tab = await context.newPage()
    await tab.goto('/')
    await expect(tab.getByRole('link', { name: 'Remote Rendering Console' })).toBeVisible()
  }
  for (let count = 0; count < 5; count += 1) await page.reload()
  await expect(rowOf(page, 'anna-debug')).toBeVisible({ timeout: 30_000 })

  const { throttled, endpoints, seconds } = await page.evaluate(async (sinceMs) => {
    const stats = (await (
      await fetch('/gateway/sts.simulator.test/simulator/stats')
    ).json()) as { throttled: number; endpoints: Record<string, { calls: number }> }
    return { ...stats, seconds: (Date.now() - sinceMs) / 1000 }
  }, startedMs)
  expect(throttled).toBe(0)
  for (const [name, { calls }] of Object.entries(endpoints)) {
    // One call each 5 s, and the first at once, however many tabs there are.
    expect(calls, name).toBeLessThanOrEqual(Math.floor(seconds / 5) + 1)
    expect(calls, name).toBeGreaterThan(1)
  }
})
