import { cellOf, expect, test } from './fixtures.ts'

test('the timeline zooms and moves by keyboard, and has the actions of the table', async ({
  page,
}) => {
  await page.goto('/?simulator&view=timeline')
  const timeline = page.getByRole('region', { name: 'Timeline' })
  await expect(timeline.getByRole('link', { name: 'studio-a-review' })).toBeVisible()
  await expect(
    timeline.getByRole('img', { name: /^Ready · .* – .* \(earliest\)$/ }).first(),
  ).toBeVisible()
  const bars = timeline.getByRole('group', { name: 'Sessions over time' })
  const span = await timeline.getByText(/ to /).first().innerText()
  await bars.focus()
  await page.keyboard.press('+')
  await page.keyboard.press('ArrowRight')
  await expect(timeline.getByText(span, { exact: true })).toBeHidden()
  await page.keyboard.press('0')
  await expect(timeline.getByText(span, { exact: true })).toBeVisible()
  await timeline.getByRole('button', { name: 'Extend studio-a-review by 15 minutes' }).click()
  await page.getByRole('button', { name: 'Table' }).click()
  await expect(cellOf(page, 'studio-a-review', '4 h 15 min')).toBeVisible()
})
