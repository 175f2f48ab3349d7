import type { Page } from '@playwright/test'
import { cellOf, countOf, expect, openSimulator, rowOf, test } from './fixtures.ts'

/** The palette of commands. */

const linkOf = (page: Page, id: string) => rowOf(page, id).getByRole('link', { name: id })

test('the palette acts on the session that it names, and gives the focus back', async ({
  page,
}) => {
  await openSimulator(page)
  await linkOf(page, 'fair-booth-3').focus()
  await page.keyboard.press('ControlOrMeta+k')
  const palette = page.getByRole('dialog', { name: 'Commands' })
  const field = palette.getByRole('combobox', { name: 'Find a command or session' })
  const marked = palette.getByRole('option', { selected: true })
  await expect(field).toBeFocused()
  await expect(marked).toContainText('Extend fair-booth-3 by 15 minutes')

  // Another session than the focused one, by its name. Nothing is stopped without the question.
  await page.keyboard.type('stop studio-a')
  await expect(marked).toContainText('Stop studio-a-review…')
  await page.keyboard.press('Enter')
  const question = page.getByRole('dialog', { name: 'Stop studio-a-review?' })
  await expect(question).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(linkOf(page, 'fair-booth-3')).toBeFocused()

  await page.keyboard.press('ControlOrMeta+k')
  await page.keyboard.type('ext studio-a')
  await page.keyboard.press('Enter')
  await expect(palette).toBeHidden()
  await expect(cellOf(page, 'studio-a-review', /\+15 min, /)).toBeVisible()
  await expect(linkOf(page, 'fair-booth-3')).toBeFocused()
  await page.keyboard.press('u')
  await expect(page.getByText("studio-a-review won't be extended.")).toBeVisible()
  expect(await countOf(page, 'extend')).toBe(0)
  expect(await countOf(page, 'stop')).toBe(0)

  // By the mouse, to a page, from which the focus returns to the button.
  const button = page.getByRole('button', { name: 'Commands' })
  await button.click()
  await field.fill('settings')
  await palette.getByRole('option', { name: 'Show settings' }).click()
  await expect(page).toHaveURL('/settings')
  await page.keyboard.press('Escape')
  await expect(button).toBeFocused()
  await button.click()
  await expect(palette.getByRole('group', { name: 'Recent' })).toContainText('Show settings')
  await page.keyboard.press('Escape')
  await expect(button).toBeFocused()
})
