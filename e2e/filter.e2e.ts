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
