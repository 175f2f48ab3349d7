import {
  addStudioAccount,
  everythingStored,
  expect,
  fillAccount,
  openSimulator,
  readyFigure,
  rowOf,
  test,
} from './fixtures.ts'
import { startSimulatorProcess } from './simulator-process.ts'

/** What is on screen never claims more than is known. */

test('a region that is silent makes every figure a lower bound', async ({ page }) => {
  await openSimulator(page, '&scenario=region-down')
  await expect(readyFigure(page)).toHaveText(/^[1-9]\d*\+Ready$/)
  await expect(page.getByText(/^2 of 3 (regions loaded|updated)/).first()).toBeVisible()
  // The filter finds nothing, and still nobody says that nothing runs.
  await page.getByRole('combobox', { name: 'Filter sessions' }).fill('no such session')
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(page.getByRole('combobox', { name: 'Filter sessions' })).toBeFocused()
})

test('in a stalled service no figure is shown as complete', async ({ page }) => {
  await page.goto('/?simulator&scenario=stall&seed=204')
  // Whatever answers first, the figures say that it is not all.
  await expect(readyFigure(page)).toHaveText(/^(—|\d+\+)Ready$/)
  await expect(readyFigure(page)).toHaveText(/^\d+\+Ready$/, { timeout: 30_000 })
})

test('pages of a list are shown as they come', async ({ page }) => {
  await openSimulator(page, '&scenario=paged&sessions=30')
  await expect(rowOf(page, 'anna-debug').or(page.getByRole('row').nth(2)).first()).toBeVisible()
  await expect(readyFigure(page)).toHaveText(/^[1-9]\d*\+Ready$/)
  await expect(readyFigure(page)).toHaveText(/^[1-9]\d*Ready$/, { timeout: 45_000 })
})

test('after a reload the sessions of a locked account are shown as last known, and it can be edited', async ({
  page,
}) => {
  const simulator = await startSimulatorProcess('--sessions', '6')
  try {
    await addStudioAccount(page, simulator, simulator.accountKey)
    const row = page
      .getByRole('row')
      .filter({ has: page.getByRole('link'), hasText: 'Ready' })
      .first()
    await expect(row).toBeVisible()
    const id = (await row.getAttribute('aria-label')) ?? ''
    await page.reload()
    await expect(rowOf(page, id)).toContainText('Was Ready')
    await expect(rowOf(page, id)).toContainText('Last known end')
    await expect(rowOf(page, id).getByRole('button')).toHaveCount(0)
    await expect(readyFigure(page)).toHaveText('—Ready')
    await expect(page.getByText(/^Last updated .* ago$/)).toBeVisible()
    expect(await everythingStored(page)).not.toContain(simulator.accountKey)

    // The URL of this computer is what was entered, and what is saved again.
    await page.getByRole('link', { name: 'Edit', exact: true }).click()
    await expect(page.getByRole('textbox', { name: 'Account domain' })).toHaveValue(
      simulator.origin,
    )
    await page.getByRole('textbox', { name: 'Account key' }).fill(simulator.accountKey)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByText(/^Valid, .* left$/)).toBeVisible()
    await expect(rowOf(page, id).getByRole('button').first()).toBeVisible()

    // Added once more, with the other API version: the form says so, and nothing is counted twice.
    const count = await readyFigure(page).textContent()
    await page.getByRole('link', { name: /^Accounts/ }).click()
    await page.getByRole('link', { name: 'Add account' }).click()
    await fillAccount(page, simulator, simulator.accountKey, 'v1')
    await expect(page.getByText('You already added this account as “Studio”.')).toBeVisible()
    await page.getByRole('button', { name: 'Add account' }).click()
    await expect(page.getByText(/^Valid, .* left$/)).toBeVisible()
    await expect(readyFigure(page)).toHaveText(count ?? '')
    await expect(rowOf(page, id)).toHaveCount(1)
    await page.getByRole('button', { name: 'Close panel' }).click()
    await expect(page.getByText('Same account as “Studio”.').first()).toBeVisible()
  } finally {
    await simulator.stop()
  }
})
