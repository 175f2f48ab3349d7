import {
  expect,
  leaveTable,
  openNotices,
  openSimulator,
  rowOf,
  test,
  useShortSpacing,
} from './fixtures.ts'

/** Starts of several steps: fallbacks, and a session that replaces another one. */

test('without capacity the next candidate is tried, each step is shown, and the rest can be stopped', async ({
  page,
}) => {
  await page.goto('/?simulator&sessions=0&scenario=no-capacity')
  await useShortSpacing(page)
  await page.getByRole('banner').getByRole('link', { name: 'New session' }).click()
  await page.getByLabel('Session ID').fill('fair')
  await page.getByRole('button', { name: 'Add fallback' }).click()
  // Another region is the default; here the same one in another size is wanted.
  await expect(page.getByLabel('Region and account of fallback 1')).not.toHaveValue(
    await page.getByLabel('Region and account', { exact: true }).inputValue(),
  )
  await page.getByLabel('Size of fallback 1').selectOption('Premium')
  await page.getByRole('button', { name: 'Start session' }).click()
  const progress = page.getByRole('region', { name: 'Starting fair' })
  await expect(progress).toContainText('Sends in')
  const notices = await openNotices(page)
  await expect(notices).toContainText('No rendering server of size Standard is available', {
    timeout: 40_000,
  })
  await expect(rowOf(page, 'fair-2')).toBeVisible({ timeout: 40_000 })
  // The form follows the place that is tried.
  await expect(progress).toContainText('No rendering server of size Standard is available')
  await expect(progress.getByRole('link', { name: 'Open fair-2' })).toBeVisible()
  await expect(notices).toContainText('created, waiting for Ready')
  await page.getByRole('button', { name: 'Cancel: Starting fair' }).click()
  await expect(notices).toContainText('Sessions already started keep running')
  await expect(rowOf(page, 'fair-2')).toBeVisible()
  await page.getByRole('button', { name: 'Dismiss: Start of fair canceled' }).click()
  await page.reload()
  await expect(rowOf(page, 'fair-2')).toBeVisible()
  await expect(page.getByText(/^(Starting|Start of) fair/)).toHaveCount(0)
})

test('a session is replaced: same settings, new ID, the old one stopped once the new one is Ready', async ({
  page,
}) => {
  await openSimulator(page)
  await useShortSpacing(page)
  await rowOf(page, 'crane-model-check').getByRole('link').first().click()
  await page.getByRole('link', { name: 'Replace', exact: true }).click()
  await expect(page.getByRole('textbox', { name: 'Session ID' })).toHaveValue(
    'crane-model-check-2',
  )
  await expect(page.getByRole('textbox', { name: 'Lease' })).toHaveValue('5:00')
  await page.getByRole('button', { name: 'Start replacement' }).click()
  const notices = await openNotices(page)
  await expect(notices).toContainText('Then stop crane-model-check')
  await expect(rowOf(page, 'crane-model-check-2')).toBeVisible({ timeout: 30_000 })
  // Not before the new one is Ready.
  await expect(rowOf(page, 'crane-model-check')).toBeVisible()
  await expect(page.getByText('replaced crane-model-check')).toBeVisible({
    timeout: 60_000,
  })
  await leaveTable(page)
  await expect(rowOf(page, 'crane-model-check')).toHaveCount(0)
  await expect(
    rowOf(page, 'crane-model-check-2').getByRole('cell', { name: 'Ready' }),
  ).toBeVisible()
})
