import type { Page } from '@playwright/test'
import {
  countOf,
  expect,
  openSimulator,
  passTwoLists,
  rowOf,
  test,
  useShortSpacing,
} from './fixtures.ts'

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

test('offline nothing is queued, buttons say why, and the list resumes without a click', async ({
  page,
  context,
}) => {
  await openSimulator(page)
  const extend = rowOf(page, 'crane-model-check').getByRole('button', {
    name: 'Extend crane-model-check by 15 minutes',
  })
  await context.setOffline(true)
  await expect(extend).toHaveAttribute('title', /You're offline/)
  // By key, because a disabled button keeps its place for the keyboard.
  await extend.focus()
  await page.keyboard.press('Enter')
  await context.setOffline(false)
  await expect(extend).toHaveAttribute('title', /15/)
  // The click isn't repeated: the call would have been sent before either list.
  await passTwoLists(page, 'remoterendering.southeastasia.simulator.test')
  expect(await countOf(page, 'extend')).toBe(0)
  await expect(
    rowOf(page, 'crane-model-check').getByRole('cell', { name: '5 h' }),
  ).toBeVisible()
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
  await page.getByRole('button', { name: 'Start session' }).click()
  await expect(page.getByText('Type START, or start fewer')).toBeVisible()
  expect(await createsSoFar(page)).toBe(0)
  await page.getByLabel('Type START to continue').fill('START')
  await page.getByRole('button', { name: 'Start session' }).click()
  for (const id of ['fair-1', 'fair-2', 'fair-3'])
    await expect(rowOf(page, id)).toBeVisible({ timeout: 40_000 })
  expect(await createsSoFar(page)).toBe(3)
})
