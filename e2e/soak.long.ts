import type { CDPSession, Page } from '@playwright/test'
import { addStudioAccount, expect, leaveTable, openNotices, rowOf, test } from './fixtures.ts'
import { noteFigures } from './figures.ts'
import { type SimulatorProcess, startSimulatorProcess } from './simulator-process.ts'

/**
 * Minutes of the console in Chromium while another user's sessions come and go, sixty times
 * faster than real ones, and panels open and close. soak.week.spec.ts simulates a week without
 * a screen; this test finds leaks of the screen.
 */

test.describe.configure({ timeout: 900_000 })

const ROUNDS = 4
const SESSIONS_A_ROUND = 12

/** Starts a session of ten minutes from outside this console. */
async function startElsewhere({ origin, accountId, accountKey }: SimulatorProcess, id: string) {
  const sts = await fetch(`${origin}/Accounts/${accountId}/token`, {
    headers: { authorization: `Bearer ${accountId}:${accountKey}` },
  })
  const { AccessToken } = (await sts.json()) as { AccessToken: string }
  const created = await fetch(
    `${origin}/accounts/${accountId}/sessions/${id}?api-version=2021-01-01`,
    {
      method: 'PUT',
      headers: { authorization: `Bearer ${AccessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ maxLeaseTimeMinutes: 15, size: 'Standard' }),
    },
  )
  expect(created.status).toBe(201)
}

function inMegabytes(bytes: number) {
  return Math.round((bytes / 1024 / 1024) * 10) / 10
}

async function measure(page: Page, browser: CDPSession) {
  for (let round = 0; round < 3; round += 1) await browser.send('HeapProfiler.collectGarbage')
  const { usedSize } = await browser.send('Runtime.getHeapUsage')
  const { nodes, jsEventListeners } = await browser.send('Memory.getDOMCounters')
  const storedBytes = await page.evaluate(
    async () => (await navigator.storage.estimate()).usage ?? 0,
  )
  const elements = await page.evaluate(() => document.querySelectorAll('*').length)
  return { heapBytes: usedSize, nodes, elements, jsEventListeners, storedBytes }
}

/** Dismisses every notice, as far as there are any. */
async function dismissAll(page: Page) {
  if (!(await page.getByRole('button', { name: /^View .*notice/ }).isVisible())) return
  // One that was just dismissed keeps its place for a moment.
  const open = (await openNotices(page)).locator('li:not([inert])')
  const dismiss = open.getByRole('button', { name: /^Dismiss/ })
  while ((await dismiss.count()) > 0) await dismiss.first().click()
  await page.getByRole('button', { name: 'Close notices' }).click()
  await leaveTable(page)
}

test('past sessions leave no heap, nodes, or listeners behind', async ({ page, context }) => {
  const simulator = await startSimulatorProcess(
    '--sessions',
    '0',
    '--speed',
    '60',
    '--rate-limit',
    'off',
  )
  try {
    await addStudioAccount(page, simulator, simulator.accountKey)
    await expect(page.getByText(/^Valid, .* left$/)).toBeVisible()
    const browser = await context.newCDPSession(page)
    await browser.send('HeapProfiler.enable')
    const rounds: Awaited<ReturnType<typeof measure>>[] = []
    for (let round = 1; round <= ROUNDS; round += 1) {
      let visited = 0
      for (let number = 1; number <= SESSIONS_A_ROUND; number += 1) {
        const id = `passing-${round}-${number}`
        await startElsewhere(simulator, id)
        // In real time, because the screen's own timers are tested.
        await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1500)))
        const link = rowOf(page, id).getByRole('link').first()
        if (!(await link.isVisible())) continue
        await link.click()
        await page.getByRole('button', { name: 'Close panel' }).click()
        visited += 1
      }
      // Some panels were opened; a session may end before its page can be.
      expect(visited).toBeGreaterThan(0)
      // Ended sessions keep their rows as long as the focus is in the table.
      await leaveTable(page)
      await expect(page.getByText('No active sessions')).toBeVisible({ timeout: 60_000 })
      // Makes the rounds comparable: each end is known, and nothing is left to dismiss.
      const ended = page.getByRole('list', { name: 'Recently ended' }).getByRole('listitem')
      const last = `passing-${round}-${SESSIONS_A_ROUND}`
      await expect(ended.first()).toContainText(last, { timeout: 120_000 })
      await dismissAll(page)
      rounds.push(await measure(page, browser))
    }
    const [first, last] = [rounds[0], rounds.at(-1)]
    if (!first || !last) throw new Error('no round was measured')
    noteFigures({
      'nodes after the first round': first.nodes,
      'nodes after the last': last.nodes,
      'listeners after the first round': first.jsEventListeners,
      'listeners after the last': last.jsEventListeners,
      'MB of heap after the first round': inMegabytes(first.heapBytes),
      'MB after the last': inMegabytes(last.heapBytes),
      'MB stored': inMegabytes(last.storedBytes),
    })
    expect(last.heapBytes - first.heapBytes).toBeLessThan(5 * 1024 * 1024)
    expect(last.storedBytes).toBeLessThan(10 * 1024 * 1024)
    // A node or two for each past session would be some hundred.
    expect(last.nodes - first.nodes).toBeLessThan(100)
    expect(last.jsEventListeners - first.jsEventListeners).toBeLessThan(25)
  } finally {
    await simulator.stop()
  }
})
