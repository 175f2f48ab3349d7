import {
  addStudioAccount,
  countOf,
  everythingStored,
  expect,
  openSimulator,
  rowOf,
  statsOf,
  test,
  extendByMenu,
} from './fixtures.ts'
import { startSimulatorProcess } from './simulator-process.ts'

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
    await expect(tab.getByRole('link', { name: 'Sessions', exact: true })).toBeVisible()
  }
  for (let count = 0; count < 5; count += 1) await page.reload()
  await expect(rowOf(page, 'anna-debug')).toBeVisible({ timeout: 30_000 })

  const { throttled, endpoints } = await statsOf(page)
  const seconds = (Date.now() - startedMs) / 1000
  expect(throttled).toBe(0)
  // Three regions and the token service.
  expect(Object.keys(endpoints)).toHaveLength(4)
  for (const [name, { calls }] of Object.entries(endpoints)) {
    // One call every 5 s, and the first at once, however many tabs there are.
    expect(calls, name).toBeLessThanOrEqual(Math.floor(seconds / 5) + 1)
    expect(calls, name).toBeGreaterThanOrEqual(1)
  }
})

test('one tab polls, the others show the same, and a closed leader is replaced', async ({
  page,
  context,
}) => {
  const listsSoFar = (tab: typeof page) =>
    countOf(tab, 'list', 'remoterendering.southeastasia.simulator.test')
  await openSimulator(page)
  await expect(rowOf(page, 'crane-model-check')).toBeVisible()
  const tabs = [page]
  for (let count = 0; count < 2; count += 1) {
    const tab = await context.newPage()
    await tab.goto('/')
    await expect(rowOf(tab, 'crane-model-check')).toBeVisible()
    tabs.push(tab)
  }
  const startedMs = Date.now()
  const before = await listsSoFar(page)

  // What one tab did, all tabs show.
  await page.bringToFront()
  await extendByMenu(page, 'crane-model-check', 60)
  for (const tab of tabs) {
    await expect(
      rowOf(tab, 'crane-model-check').getByRole('cell', { name: '6 h' }),
    ).toBeAttached()
  }

  await page.close()
  const [, second] = tabs
  if (!second) throw new Error('there is no second tab')
  const atClose = await listsSoFar(second)
  await expect.poll(() => listsSoFar(second), { timeout: 25_000 }).toBeGreaterThan(atClose)
  const seconds = (Date.now() - startedMs) / 1000
  // Three tabs that each poll for themselves would make three times as many.
  expect((await listsSoFar(second)) - before).toBeLessThanOrEqual(Math.ceil(seconds / 10) + 2)
})

test('a key entered in one tab opens the account in the others, without being stored', async ({
  page,
  context,
}) => {
  const simulator = await startSimulatorProcess('--sessions', '3')
  try {
    await addStudioAccount(page, simulator, simulator.accountKey)
    await expect(page.getByText(/^Valid, .* left$/)).toBeVisible()

    const other = await context.newPage()
    await other.goto('/')
    await expect(other.getByRole('table', { name: 'Sessions' })).toBeVisible()
    for (const tab of [page, other]) {
      const stored = await everythingStored(tab)
      expect(stored).toContain('Studio')
      expect(stored).not.toContain(simulator.accountKey)
    }
    // One token for both tabs.
    const { endpoints } = (await simulator.stats()) as unknown as {
      endpoints: Record<string, { operations: Record<string, number> }>
    }
    expect(endpoints['sts']?.operations['token']).toBe(1)
  } finally {
    await simulator.stop()
  }
})

test('a follower shows the raw record of a session too', async ({ page, context }) => {
  await openSimulator(page)
  await expect(rowOf(page, 'crane-model-check')).toBeVisible()
  const follower = await context.newPage()
  await follower.goto('/')
  await rowOf(follower, 'crane-model-check').getByRole('link').click()
  await follower.getByText('Raw response').click()
  await expect(follower.getByRole('region', { name: 'Raw response' })).toContainText(
    '"id": "crane-model-check"',
  )
})
