import { expect, openSimulator, rowOf, test } from './fixtures.ts'

test('a create whose reply is lost is found, adopted, and not doubled', async ({ page }) => {
  await openSimulator(page, '&scenario=lost-reply')
  await page.getByRole('banner').getByRole('link', { name: 'New session' }).click()
  await page.getByLabel('Session ID').fill('lost-and-found')
  await page.getByRole('button', { name: 'Start session' }).click()
  await expect(rowOf(page, 'lost-and-found')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByRole('heading', { name: 'lost-and-found' })).toBeVisible({
    timeout: 60_000,
  })
  await expect(rowOf(page, 'lost-and-found')).toHaveCount(1)
})
