import { expect, openSimulator, rowOf, test } from './fixtures.ts'

test('suggestions complete a filter by keyboard, and Escape closes them before it clears', async ({
  page,
}) => {
  await openSimulator(page)
  const filter = page.getByRole('combobox', { name: 'Filter sessions' })
  const suggestions = page.getByRole('listbox', { name: 'Filter suggestions' })
  await filter.focus()
  await expect(suggestions).toBeHidden()
  // As fast as it comes: the list opens, changes, and closes meanwhile.
  await page.keyboard.type('left<10x -size:standard,premium mine sta')
  await expect(filter).toHaveValue('left<10x -size:standard,premium mine sta')
  await filter.fill('sta')
  await expect(suggestions.getByRole('option')).toHaveText([/^status:/])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(filter).toHaveValue('status:')
  await expect(suggestions.getByRole('option', { name: /^Ready \d+$/ })).toBeVisible()
  await page.keyboard.type('star')
  await expect(suggestions.getByRole('option', { selected: true })).toHaveText(/^Starting\d+$/)
  await page.keyboard.press('Tab')
  await expect(filter).toHaveValue('status:starting ')
  await expect(filter).toBeFocused()
  await expect(page.getByRole('button', { name: /Starting$/, pressed: true })).toBeVisible()
  await expect(rowOf(page, 'anna-debug')).toBeHidden()

  await page.keyboard.type('-s')
  await expect(suggestions.getByRole('option')).toHaveText([/^status:/, /^size:/])
  await page.keyboard.press('Escape')
  await expect(suggestions).toBeHidden()
  await expect(filter).toHaveValue('status:starting -s')
  await expect(page).toHaveURL(/q=status%3Astarting\+-s/)
})

test('a part that cannot be read is named with a way out, and the rest applies', async ({
  page,
}) => {
  await openSimulator(page, '&q=left<10x+fair')
  await expect(page.getByText('“left<10x” is ignored. Use s, m, h, or d,')).toBeVisible()
  await expect(rowOf(page, 'fair-booth-3')).toBeVisible()
  await expect(rowOf(page, 'anna-debug')).toBeHidden()
})

test('a saved view has a name, a link, and a count, and can be brought back', async ({
  page,
}) => {
  await openSimulator(page, '&q=fair+status:ready&sort=id')
  const views = page.getByRole('dialog', { name: 'Saved views' })
  const open = page.getByRole('button', { name: 'Saved views' })
  await open.click()
  await views.getByRole('textbox', { name: 'Name of the view' }).fill('Fair')
  await page.keyboard.press('Enter')
  const link = views.getByRole('link', { name: 'Fair' })
  await expect(link).toHaveText(/^Fair\d+$/)
  await expect(link).toHaveAttribute('aria-current', 'true')
  await page.keyboard.press('Escape')

  const filter = page.getByRole('combobox', { name: 'Filter sessions' })
  await filter.fill('anna')
  await expect(rowOf(page, 'anna-debug')).toBeVisible()
  await page.reload()
  await open.click()
  await link.click()
  await expect(views).toBeHidden()
  await expect(filter).toHaveValue('fair status:ready')
  await expect(page).toHaveURL(/q=fair\+status%3Aready&sort=id&known=$/)
  await expect(rowOf(page, 'anna-debug')).toBeHidden()

  await open.click()
  await views.getByRole('button', { name: 'Manage views' }).click()
  await views.getByRole('textbox', { name: 'Name of the view' }).fill('Booths')
  await views.getByRole('button', { name: 'Rename' }).click()
  await views.getByRole('button', { name: 'Delete' }).click()
  await views.getByRole('button', { name: 'Undo' }).click()
  await views.getByRole('button', { name: 'Done' }).click()
  await expect(views.getByRole('link', { name: 'Booths' })).toBeVisible()
})
