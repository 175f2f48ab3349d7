import { addStudioAccount, expect, test } from './fixtures.ts'
import { noteFigures } from './figures.ts'
import { startSimulatorProcess } from './simulator-process.ts'

test.describe.configure({ timeout: 300_000 })

const MINUTES = 2

type Stats = {
  throttled: number
  endpoints: Record<string, { calls: number; smallestGapMs: number | null }>
}

test('ten tabs for two minutes: at most 13 calls a minute per endpoint, and no 429', async ({
  page,
  context,
}) => {
  const simulator = await startSimulatorProcess('--sessions', '40')
  try {
    await addStudioAccount(page, simulator, simulator.accountKey)
    await expect(page.getByText(/^Valid, .* left$/)).toBeVisible()
    const tabs = [page]
    for (let count = 1; count < 10; count += 1) {
      const tab = await context.newPage()
      await tab.goto('/')
      await expect(tab.getByRole('table', { name: 'Sessions' })).toBeVisible()
      tabs.push(tab)
    }
    const stats = async () => (await simulator.stats()) as unknown as Stats
    const before = await stats()
    const startedMs = Date.now()
    // User actions meanwhile: look at other tabs, reload, refresh, close the leader.
    for (let second = 0; Date.now() - startedMs < MINUTES * 60_000; second += 1) {
      const tab = tabs[second % tabs.length]
      if (!tab) break
      await tab.bringToFront()
      if (second % 7 === 3) await tab.reload()
      if (second % 11 === 5) await tab.getByRole('button', { name: 'Refresh' }).click()
      if (second === 30) {
        await tab.close()
        tabs.splice(tabs.indexOf(tab), 1)
      }
      // Real time passes here, because it is what is measured.
      const secondEndsMs = startedMs + (second + 1) * 1000
      await tabs[0]?.evaluate(
        (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
        Math.max(0, secondEndsMs - Date.now()),
      )
    }
    const minutes = (Date.now() - startedMs) / 60_000
    const after = await stats()
    const rates = Object.entries(after.endpoints).map(([name, { calls }]) => ({
      name,
      perMinute: (calls - (before.endpoints[name]?.calls ?? 0)) / minutes,
    }))
    const smallestGapMs = Math.min(
      ...Object.values(after.endpoints).map((endpoint) => endpoint.smallestGapMs ?? Infinity),
    )
    const highest = Math.max(...rates.map(({ perMinute }) => perMinute))
    noteFigures({
      'calls a minute at most': Math.round(highest * 10) / 10,
      refused: after.throttled,
      'ms between two calls at least': smallestGapMs,
    })
    expect(after.throttled).toBe(0)
    // Calls sent 5 s apart may arrive a little closer.
    expect(smallestGapMs).toBeGreaterThanOrEqual(4900)
    expect(smallestGapMs).toBeLessThan(Infinity)
    for (const { name, perMinute } of rates) {
      expect(perMinute, name).toBeLessThanOrEqual(13)
      expect(perMinute, name).toBeGreaterThan(name === 'sts' ? -1 : 5)
    }
    for (const tab of tabs)
      await expect(tab.getByRole('table', { name: 'Sessions' })).toBeVisible()
  } finally {
    await simulator.stop()
  }
})
