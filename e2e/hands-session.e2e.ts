import { addStudioAccount, expect, openSimulator, rowOf, test } from './fixtures.ts'
import { startSimulatorProcess } from './simulator-process.ts'

/** The page of a session and its forms. */

const KEY = 'c2VjcmV0LWtleS1vZi10aGUtdGVzdC1hY2NvdW50LTAwMDE='

test('the page of a locked session takes the key, and its raw response can be copied', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const simulator = await startSimulatorProcess('--key', KEY)
  try {
    await addStudioAccount(page, simulator, KEY)
    const link = rowOf(page, 'crane-model-check').getByRole('link').first()
    await link.click()
    await expect(page.getByRole('heading', { name: 'crane-model-check' })).toBeVisible()
    await page.reload()
    const panel = page.getByRole('complementary')
    await panel.getByLabel('Account key').fill(KEY)
    await panel.getByRole('button', { name: 'Use key' }).click()
    await expect(panel.getByText('Host name')).toBeVisible()
    await panel.getByText('Raw response').click()
    await expect(panel.getByText(/^Received at/)).toBeVisible()
    await panel.getByRole('button', { name: 'Copy Raw response' }).click()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(
      'crane-model-check',
    )
  } finally {
    await simulator.stop()
  }
})

test('the form of an extension names one problem and previews nothing that would be refused', async ({
  page,
}) => {
  await openSimulator(page)
  await rowOf(page, 'crane-model-check').getByRole('link').first().click()
  const panel = page.getByRole('complementary')
  await panel.getByRole('link', { name: 'Extend…' }).click()
  const total = panel.getByRole('textbox', { name: 'New total lease' })
  await expect(panel.getByText('Maximum 23 h 59 min.')).toBeVisible()
  await total.fill('24:00')
  await expect(total).toHaveAccessibleDescription('The maximum is 23 h 59 min.')
  await expect(panel.getByText('24 h')).toHaveCount(0)
  await total.press('Enter')
  await expect(panel.getByText('The maximum is')).toHaveCount(1)
  await expect(panel.getByRole('alert')).toHaveCount(0)
  await expect(total).toBeFocused()
  await total.fill('23:59')
  await expect(panel.getByText(/^23 h 59 min \(\+/)).toBeVisible()
  await panel.getByRole('button', { name: 'Extend', exact: true }).click()
  await expect(page.getByText('Its lease is now 23 h 59 min.')).toBeVisible()

  await panel.getByRole('link', { name: 'Extend…' }).click()
  await expect(panel.getByRole('alert')).toHaveText(/^At the 23 h 59 min limit/)
  await expect(panel.getByRole('button', { name: 'Extend', exact: true })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
  await expect(total).toBeDisabled()
})
