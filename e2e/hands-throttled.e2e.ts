import type { Page } from '@playwright/test'
import { expect, openSimulator, rowOf, statsOf, test } from './fixtures.ts'

/** What the service refuses for now is not dropped: it waits its turn. */

const ID = 'studio-a-review'

async function setScenario(page: Page, scenario: string) {
  await page.getByRole('banner').getByRole('link', { name: 'Simulator', exact: true }).click()
  await page.getByLabel('Scenario').selectOption(scenario)
  await page.getByRole('button', { name: 'Close panel' }).click()
}

/** Lets the page's clock go on until something is so. */
async function passUntil(page: Page, isSo: () => Promise<boolean>) {
  for (let second = 0; second < 150 && !(await isSo()); second += 1) {
    await page.clock.runFor(1000)
    // It queues behind the calls in flight.
    await statsOf(page)
  }
  expect(await isSo()).toBe(true)
}

test('an extension that is throttled waits its turn in view, and is sent once when the gate opens', async ({
  page,
}) => {
  await page.clock.install()
  await openSimulator(page)
  const row = rowOf(page, ID)
  const add15 = row.getByRole('button', { name: `Extend ${ID} by 15 minutes` })
  const messages = page.getByRole('list', { name: 'Notifications' })
  const done = messages.getByText(`${ID} extended by 15 min`)
  const host = 'remoterendering.westeurope.simulator.test'
  const sent = (operation: string) => async () =>
    (await statsOf(page)).endpoints[host]?.operations[operation] ?? 0
  const extended = sent('extend')
  // From now on the service accepts one call in 30 s, and a list is that call.
  await setScenario(page, 'throttled')
  const before = await sent('list')()
  await passUntil(page, async () => (await sent('list')()) > before)
  await add15.click()
  await passUntil(page, async () => (await extended()) === 1)
  await expect(row).toContainText(/\+15 min, sends in [1-3]\d s/)
  await expect(messages.getByRole('listitem')).toHaveCount(0)
  await setScenario(page, 'none')
  await passUntil(page, () => done.isVisible())
  expect(await extended()).toBe(2)
  await expect(row).toContainText('4 h 15 min')
})
