import { addStudioAccount, everythingStored, expect, openSimulator, test } from './fixtures.ts'
import { startSimulatorProcess } from './simulator-process.ts'

const KEY = 'c2VjcmV0LWtleS1vZi10aGUtdGVzdC1hY2NvdW50LTAwMDE='

test('a key stays in memory, out of storage and address, and a reload asks again', async ({
  page,
}) => {
  const simulator = await startSimulatorProcess('--sessions', '0', '--key', KEY)
  try {
    await addStudioAccount(page, simulator, 'd3Jvbmcta2V5')

    // A wrong key, ID, or domain looks the same on the wire, so the page names all three.
    await expect(page.getByText('Account ID: does')).toBeVisible()
    await expect(page.getByText('Account key: copied completely')).toBeVisible()
    await expect(page.getByText('Account domain: is')).toBeVisible()

    await page.getByRole('textbox', { name: 'Account key' }).fill(KEY)
    await page.getByRole('button', { name: 'Use key' }).click()
    await expect(page.getByText(/^Valid, .* left$/)).toBeVisible({ timeout: 20_000 })
    await page.getByRole('button', { name: 'Test connection' }).click()
    await expect(page.getByText('OK', { exact: true })).toHaveCount(2, { timeout: 20_000 })

    // The refused list is fetched again at once, not only after its long wait.
    const accountUrl = page.url()
    await page.getByRole('button', { name: 'Close panel' }).click()
    await page.waitForURL('**/accounts')
    await page.getByRole('button', { name: 'Close panel' }).click()
    await expect(page.getByText('No active sessions')).toBeVisible()
    // Closing a panel leaves no entry to go back to.
    await page
      .getByRole('banner')
      .getByRole('link', { name: /^Accounts/ })
      .click()
    await page.getByRole('complementary').getByRole('link', { name: 'Studio' }).click()
    await page.waitForURL(accountUrl)

    const stored = await everythingStored(page)
    expect(stored).toContain('Studio')
    // The databases are read too; one of them contains the shared state of the gates.
    expect(stored).toContain('lastCallAtMs')
    expect(stored).not.toContain(KEY)
    expect(stored).not.toContain('eyJ')

    await page.reload()
    await expect(page.getByText('The key is kept in memory only.')).toBeVisible()
    await page.getByRole('textbox', { name: 'Account key' }).fill(KEY)
    await page.getByRole('button', { name: 'Use key' }).click()
    await expect(page.getByText(/^Valid, .* left$/)).toBeVisible()
  } finally {
    await simulator.stop()
  }
})

test('an arrconfig.json fills in the form', async ({ page }) => {
  await page.goto('/accounts/new')
  await page.getByText('Import arrconfig.json').click()
  await page.getByLabel('Or paste its contents').fill(
    JSON.stringify({
      accountSettings: {
        arrAccountId: '12345678-90ab-cdef-1234-567890abcdef',
        arrAccountKey: KEY,
        arrAccountDomain: 'westeurope',
      },
      renderingSessionSettings: { remoteRenderingDomain: 'westus2', vmSize: 'standard' },
    }),
  )
  await page.getByRole('button', { name: 'Fill form' }).click()
  await expect(page.getByLabel('Account ID')).toHaveValue(
    '12345678-90ab-cdef-1234-567890abcdef',
  )
  await expect(page.getByLabel('Account domain')).toHaveValue('westeurope')
  await expect(page.getByRole('checkbox', { name: 'westus2' })).toBeChecked()
  await expect(page.getByRole('textbox', { name: 'Account key' })).toHaveValue(KEY)
})

test('mixed-up fields are named before any call', async ({ page }) => {
  await page.goto('/accounts/new')
  await page.getByLabel('Account ID').fill('westeurope.mixedreality.azure.com')
  await page.getByLabel('Account domain').fill('12345678-90ab-cdef-1234-567890abcdef')
  await page.getByRole('button', { name: 'Add account' }).click()
  await expect(page.getByText('This is a domain. Enter the account ID')).toBeVisible()
  await expect(page.getByText('This is an ID. Enter a domain')).toBeVisible()
})

test('the form keeps its input when a create fails, and quotes the service', async ({
  page,
}) => {
  await openSimulator(page)
  await page.getByRole('link', { name: 'New session' }).click()
  await page.getByLabel('Session ID').fill('for-the-fair')
  await page.getByRole('radio', { name: 'Other' }).check()
  await page.getByLabel('Size name').fill('Tiny')
  await page.getByRole('button', { name: 'Start session' }).click()
  await expect(page.getByRole('alert')).toContainText("Can't specify this VM size: Tiny")
  await expect(page.getByLabel('Session ID')).toHaveValue('for-the-fair')
  await expect(page.getByLabel('Size name')).toHaveValue('Tiny')
})
