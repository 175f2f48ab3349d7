import type { Page } from '@playwright/test'
import { cellOf, countOf, expect, openSimulator, rowOf, test } from './fixtures.ts'

/** The shortcuts of the console. */

const linkOf = (page: Page, id: string) => rowOf(page, id).getByRole('link', { name: id })

test('single keys act on the focused row only, not while typing, and not once turned off', async ({
  page,
}) => {
  await openSimulator(page)
  await expect(rowOf(page, 'fair-booth-3')).toBeVisible()
  const search = page.getByRole('main').locator('input[type="search"]')

  // No row has the focus, so no session is acted on.
  await page.keyboard.press('e')
  await page.keyboard.press('s')
  await page.keyboard.press('/')
  await expect(search).toBeFocused()
  await page.keyboard.type('fair es')
  await expect(search).toHaveValue('fair es')
  await search.fill('')
  await page.keyboard.press('Tab')

  await linkOf(page, 'fair-booth-3').focus()
  await page.keyboard.press('e')
  await expect(cellOf(page, 'fair-booth-3', /^\+15 min|\+15 min, /)).toBeVisible()
  await page.keyboard.press('u')
  await expect(page.getByText("fair-booth-3 won't be extended.")).toBeVisible()
  expect(await countOf(page, 'extend')).toBe(0)

  await page.keyboard.press('s')
  const question = page.getByRole('dialog', { name: 'Stop fair-booth-3?' })
  await expect(question).toBeVisible()
  // In a dialog, keys belong to the dialog.
  await page.keyboard.press('?')
  await page.keyboard.press('Escape')
  await expect(question).toBeHidden()
  await expect(linkOf(page, 'fair-booth-3')).toBeFocused()

  await page.keyboard.press('j')
  await expect(linkOf(page, 'fair-booth-3')).not.toBeFocused()
  await page.keyboard.press('k')
  await expect(linkOf(page, 'fair-booth-3')).toBeFocused()

  // The second key of a sequence never stops anything.
  await page.keyboard.press('g')
  await page.keyboard.press('t')
  await expect(page).toHaveURL(/view=timeline/)
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  await expect(page).not.toHaveURL(/view=timeline/)

  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(help.getByText('Extend by the first step')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'Settings' }).first().click()
  await page.getByLabel('Single-key shortcuts').selectOption('Off')
  await page.getByRole('button', { name: 'Close panel' }).click()
  await page.keyboard.press('?')
  await page.keyboard.press('n')
  await expect(help).toBeHidden()
  expect(new URL(page.url()).pathname).toBe('/')
})
