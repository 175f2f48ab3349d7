import { readdirSync, statSync } from 'node:fs'
import { expect, openSimulator, test } from './fixtures.ts'

const ASSETS = 'dist/assets'
const LIMIT_BYTES = 60_000

test('the fonts are small, and no text moves because of them', async ({ page }) => {
  const fonts = readdirSync(ASSETS).filter((name) => name.endsWith('.woff2'))
  const bytes = fonts.reduce((sum, name) => sum + statSync(`${ASSETS}/${name}`).size, 0)
  expect(fonts).toHaveLength(2)
  expect(bytes).toBeLessThan(LIMIT_BYTES)

  await openSimulator(page)
  await expect(page.getByRole('row').getByRole('link').first()).toBeVisible()
  const faces = await page.evaluate(async () => {
    await document.fonts.ready
    return [...document.fonts].map(({ status, display }) => ({ status, display }))
  })
  // A font that could arrive later would take the place of another one, and move the text.
  const drawnOrNever = { status: 'loaded', display: 'optional' }
  expect(faces).toEqual([drawnOrNever, drawnOrNever])
})
