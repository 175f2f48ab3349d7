import {
  countOf,
  expect,
  openSimulator,
  passTwoLists,
  rowOf,
  test,
  useShortSpacing,
} from './fixtures.ts'

/** Starting sessions: each step is shown, can be undone, and goes on without its form. */

test('a start shows its steps, can be undone before it is sent, and goes on when its panel is closed', async ({
  page,
}) => {
  await openSimulator(page)
  await page.getByRole('banner').getByRole('link', { name: 'New session' }).click()
  const id = page.getByRole('textbox', { name: 'Session ID' })
  await id.fill('fair')
  await id.press('Enter')
  const progress = page.getByRole('region', { name: 'Starting fair' })
  await expect(progress.getByRole('heading')).toBeFocused()
  await expect(progress).toContainText(/Sends in \d s/)
  await expect(id).toBeDisabled()
  await expect(id).toHaveValue('fair')
  await progress.getByRole('button', { name: 'Undo the start of fair' }).press('Enter')
  const undone = page.getByText('Undone. No session was started.')
  await expect(undone).toBeFocused()
  await expect(id).toBeEnabled()
  expect(await countOf(page, 'create')).toBe(0)

  await page.getByRole('button', { name: 'Start session' }).click()
  await expect(progress).toBeVisible()
  await page.keyboard.press('Escape')
  // Nothing is lost: the start goes on.
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(id).toHaveCount(0)
  await expect(rowOf(page, 'fair')).toBeVisible({ timeout: 20_000 })
  expect(await countOf(page, 'create')).toBe(1)
})

test('a batch shows a line for each session, with Undo, and Retry where nothing was started', async ({
  page,
}) => {
  await openSimulator(page, '&sessions=0')
  await useShortSpacing(page)
  await page.getByRole('banner').getByRole('link', { name: 'New session' }).click()
  await page.getByRole('textbox', { name: 'Session ID' }).fill('fair')
  await page.getByLabel('Number of sessions').fill('2')
  await page.getByRole('button', { name: 'Start 2 sessions' }).click()
  const progress = page.getByRole('region', { name: 'Starting 2 sessions' })
  const line = (id: string) => progress.getByRole('listitem').filter({ hasText: id })
  await progress.getByRole('button', { name: 'Undo the start of fair-2' }).click()
  await expect(line('fair-2')).toContainText('Undone')
  await expect(progress.getByRole('link', { name: 'Open fair-1' })).toBeVisible({
    timeout: 15_000,
  })
  expect(await countOf(page, 'create')).toBe(1)
  await progress.getByRole('button', { name: 'Retry fair-2' }).click()
  await expect(line('fair-2')).toContainText('Sends in')
  await expect(progress.getByRole('link', { name: 'Open fair-2' })).toBeVisible({
    timeout: 15_000,
  })
  expect(await countOf(page, 'create')).toBe(2)
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('complementary')).toHaveCount(0)
  await expect(rowOf(page, 'fair-2')).toBeVisible()
})

test('a start in its undo time is named after a reload, and can be undone there', async ({
  page,
}) => {
  await openSimulator(page, '&sessions=0')
  await page.getByRole('banner').getByRole('link', { name: 'New session' }).click()
  const id = page.getByRole('textbox', { name: 'Session ID' })
  await id.fill('fair')
  await id.press('Enter')
  await expect(page.getByRole('region', { name: 'Starting fair' })).toContainText(/Sends in/)
  page.once('dialog', (dialog) => void dialog.accept())
  await page.reload()
  await expect(page.getByText(/^Starting fair, sends in \d s$/).first()).toBeVisible()
  await page.getByRole('button', { name: 'Undo the start of fair' }).click()
  await expect(page.getByText(/^Starting fair, sends in/)).toHaveCount(0)
  await passTwoLists(page, 'remoterendering.westeurope.simulator.test')
  expect(await countOf(page, 'create')).toBe(0)
})
