import type { Page } from '@playwright/test'
import { noteFigures } from './figures.ts'
import { expect, openSimulator, rowOf, test, extendByMenu } from './fixtures.ts'

/** Tests that depend on the wall clock, and so on a machine that isn't busy otherwise. */

/** A page that records when it became leader. */
type Watched = typeof globalThis & { leads: number[] }

function lastLead(page: Page) {
  return page.evaluate(() => (globalThis as Watched).leads.at(-1) ?? 0)
}

test('a leader that hangs is replaced within 2 s', async ({ page, context }) => {
  await context.addInitScript(() => {
    const leads: number[] = []
    Object.assign(globalThis, { leads })
    // A blank page comes first, and has no locks.
    if (!isSecureContext) return
    const request = navigator.locks.request.bind(navigator.locks)
    navigator.locks.request = ((name: string, options: LockOptions, whileHeld: () => unknown) =>
      request(name, options, () => {
        if (name === 'rrc-leader') leads.push(Date.now())
        return whileHeld()
      })) as typeof navigator.locks.request
  })
  await openSimulator(page)
  await expect(rowOf(page, 'crane-model-check')).toBeVisible()
  const second = await context.newPage()
  await second.goto('/')
  await expect(rowOf(second, 'crane-model-check')).toBeVisible()

  const isSecondLeading = (await lastLead(second)) > (await lastLead(page))
  const [leader, follower] = isSecondLeading ? [second, page] : [page, second]
  const hungAtMs = await leader.evaluate(() => {
    const atMs = Date.now()
    // Nothing else runs in a tab that computes.
    setTimeout(() => {
      while (Date.now() - atMs < 6000);
    })
    return atMs
  })
  await expect.poll(() => lastLead(follower)).toBeGreaterThan(hungAtMs)
  const replacedAfterMs = (await lastLead(follower)) - hungAtMs
  noteFigures({ 'ms until a hung leader was replaced': replacedAfterMs })
  expect(replacedAfterMs).toBeLessThan(2000)
})

test('every other tab shows within 250 ms what one tab learns', async ({ page, context }) => {
  await openSimulator(page)
  await expect(rowOf(page, 'crane-model-check')).toBeVisible()
  const tabs = [page]
  for (let count = 0; count < 3; count += 1) {
    const tab = await context.newPage()
    await tab.goto('/')
    await expect(rowOf(tab, 'crane-model-check')).toBeVisible()
    tabs.push(tab)
  }
  // Each tab records when its own table shows the longer lease.
  await Promise.all(
    tabs.map((tab) =>
      tab.evaluate(() => {
        const seen = { atMs: 0 }
        Object.assign(globalThis, { seen })
        new MutationObserver(() => {
          const row = document.querySelector('[aria-label="crane-model-check"]')
          if (seen.atMs === 0 && row?.textContent?.includes('6 h')) seen.atMs = Date.now()
        }).observe(document.body, { subtree: true, childList: true, characterData: true })
      }),
    ),
  )
  await extendByMenu(page, 'crane-model-check', 60)
  const times: number[] = []
  for (const tab of tabs) {
    await expect(
      rowOf(tab, 'crane-model-check').getByRole('cell', { name: '6 h' }),
    ).toBeAttached()
    times.push(
      await tab.evaluate(() => (globalThis as unknown as { seen: { atMs: number } }).seen.atMs),
    )
  }
  // Observers that saw nothing would all agree.
  for (const atMs of times) expect(atMs).toBeGreaterThan(0)
  const [first = 0] = times
  noteFigures({ 'ms from the first tab to the last': Math.max(...times) - Math.min(...times) })
  for (const atMs of times) expect(Math.abs(atMs - first)).toBeLessThan(250)
})
