import type { Page } from '@playwright/test'
import {
  addStudioAccount,
  countOf,
  expect,
  openSimulator,
  readyFigure,
  rowOf,
  test,
  useShortSpacing,
} from './fixtures.ts'
import { startSimulatorProcess } from './simulator-process.ts'

/** A create when replies are lost, tabs close, and the service is unreachable. */

async function create(page: Page, id: string) {
  await page.getByRole('banner').getByRole('link', { name: 'New session' }).click()
  await page.getByLabel('Session ID').fill(id)
  await page.getByRole('button', { name: 'Start session' }).click()
}

/** Creates that reached the simulated service. */
function createsSoFar(page: Page): Promise<number> {
  return countOf(page, 'create')
}

test('a create survives the tab that requested it: another tab completes it', async ({
  page,
  context,
}) => {
  await openSimulator(page, '&scenario=lost-reply')
  const other = await context.newPage()
  await other.goto('/')
  await expect(rowOf(other, 'crane-model-check')).toBeVisible()
  const before = await createsSoFar(other)
  await create(page, 'orphan')
  await expect.poll(() => createsSoFar(other), { timeout: 30_000 }).toBeGreaterThan(before)
  await page.close()
  await expect(rowOf(other, 'orphan')).toBeVisible({ timeout: 60_000 })
  await expect
    .poll(
      () =>
        other.evaluate(
          () =>
            new Promise((resolve) => {
              const request = indexedDB.open('rrc-console')
              request.onsuccess = () => {
                const all = request.result
                  .transaction('createIntents')
                  .objectStore('createIntents')
                  .getAll()
                all.onsuccess = () => {
                  request.result.close()
                  resolve((all.result as { end: string | null }[]).map(({ end }) => end))
                }
              }
            }),
        ),
      { timeout: 60_000 },
    )
    .toEqual(['adopted'])
})

test('a list that goes offline says so and how old it is, queues nothing, and resumes automatically', async ({
  page,
  context,
}) => {
  const simulator = await startSimulatorProcess('--sessions', '6')
  try {
    await page.clock.install()
    await addStudioAccount(page, simulator, simulator.accountKey)
    /** Lets the page's clock go on until something is so. */
    const passUntil = (isSo: () => Promise<boolean>, stepMs = 1000) =>
      expect
        .poll(
          async () => {
            if (await isSo()) return true
            await page.clock.runFor(stepMs)
            return isSo()
          },
          { intervals: [20] },
        )
        .toBe(true)
    const row = page.getByRole('row').filter({ has: page.getByRole('link'), hasText: 'Ready' })
    await passUntil(async () => (await row.count()) > 0)
    const extend = row.first().getByRole('button', { name: / by 15 minutes$/ })
    const id = (await row.first().getAttribute('aria-label')) ?? ''
    const head = page.getByRole('columnheader').first()
    const place = await head.boundingBox()
    const figure = (await readyFigure(page).textContent()) ?? ''
    expect(figure).toMatch(/^\d+Ready$/)

    await context.setOffline(true)
    const bar = page.getByRole('region', { name: 'Notices' })
    await expect(bar.getByText(/You're offline/).first()).toBeVisible()
    await expect(extend).toHaveAttribute('title', /You're offline/)
    await expect(page.getByRole('button', { name: /^API rate limit. Offline/ })).toBeVisible()
    // By key, because a disabled button keeps its place for the keyboard.
    await extend.focus()
    await page.keyboard.press('Enter')
    // Once the list is too old to be relied upon, its figures are lower bounds.
    await passUntil(async () => (await readyFigure(page).textContent()) !== figure, 5000)
    await expect(readyFigure(page)).toHaveText(figure.replace('Ready', '+Ready'))
    await expect(page.getByText(/^Updated (4|5|6)\d s ago$|^Updated 1 min/)).toBeVisible()
    await expect(rowOf(page, id)).toContainText('Not confirmed')
    expect(await head.boundingBox()).toEqual(place)

    await context.setOffline(false)
    await expect(extend).toHaveAttribute('title', /15/)
    await passUntil(async () => (await readyFigure(page).textContent()) === figure, 5000)
    await expect(rowOf(page, id)).not.toContainText('Not confirmed')
    // The click isn't repeated: it would have been sent before the list.
    const { endpoints } = (await simulator.stats()) as unknown as {
      endpoints: Record<string, { operations: Record<string, number> }>
    }
    const operations = Object.values(endpoints).map(({ operations: each }) => each)
    expect(operations.some(({ list = 0 }) => list > 1)).toBe(true)
    expect(operations.every(({ extend: count = 0 }) => count === 0)).toBe(true)
  } finally {
    await simulator.stop()
  }
})

test('offline, the simulator in the page goes on and is extended', async ({
  page,
  context,
}) => {
  await openSimulator(page)
  const row = rowOf(page, 'crane-model-check')
  const extend = row.getByRole('button', { name: 'Extend crane-model-check by 15 minutes' })
  await expect(extend).toBeEnabled()
  await context.setOffline(true)
  await extend.click()
  await expect(row).toContainText('5 h 15 min', { timeout: 20_000 })
  await expect(page.getByText(/You're offline/)).toHaveCount(0)
  await context.setOffline(false)
})

test("a batch starts equal sessions, and beyond the user's limit only with a typed word", async ({
  page,
}) => {
  await page.goto('/settings')
  await page.getByLabel('Session limit').fill('2')
  await page.goto('/?simulator&sessions=0')
  await useShortSpacing(page)
  await page.getByRole('banner').getByRole('link', { name: 'New session' }).click()
  await page.getByLabel('Session ID').fill('fair-{n}')
  await page.getByLabel('Number of sessions').fill('3')
  await expect(page.getByText("You'd have 3 sessions; your limit is 2.")).toBeVisible()
  await page.getByRole('button', { name: 'Start 3 sessions' }).click()
  await expect(page.getByText('Type START, or start fewer')).toBeVisible()
  expect(await createsSoFar(page)).toBe(0)
  await page.getByLabel('Type START to continue').fill('START')
  await page.getByRole('button', { name: 'Start 3 sessions' }).click()
  for (const id of ['fair-1', 'fair-2', 'fair-3'])
    await expect(rowOf(page, id)).toBeVisible({ timeout: 40_000 })
  expect(await createsSoFar(page)).toBe(3)
})
