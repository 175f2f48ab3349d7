import type { Page } from '@playwright/test'
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
  await page.keyboard.press('ArrowDown')
  const names = timeline.getByRole('listitem').getByRole('link')
  await expect(names.nth(0)).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(names.nth(1)).toBeFocused()
  for (let press = 0; press < 6; press += 1) await page.keyboard.press('ArrowRight')
  await expect(timeline.getByText(/^Ends /).first()).toBeVisible()
  await expect(timeline.getByText(/^Ended /)).toHaveCount(0)
  await timeline.getByRole('button', { name: 'Pan left' }).click()
  await page.keyboard.press('0')
  await expect(timeline.getByText(span, { exact: true })).toBeVisible()
  await timeline.getByRole('button', { name: 'Extend studio-a-review by 15 minutes' }).click()
  await page.getByRole('link', { name: 'Sessions', exact: true }).click()
  await expect(cellOf(page, 'studio-a-review', '4 h 15 min')).toBeVisible()
})

/** Opens the timeline at a fixed time. Returns it, its range as text, and a session on it. */
async function openTimeline(page: Page) {
  await page.clock.install({ time: new Date('2026-03-12T17:10:00') })
  await page.goto('/?simulator&view=timeline')
  const timeline = page.getByRole('region', { name: 'Timeline' })
  const item = timeline.getByRole('listitem').filter({ hasText: 'studio-b-lighting' })
  await expect(item.getByRole('img')).toBeVisible()
  return { timeline, range: timeline.getByText(/ to /).first(), item }
}

test('the timeline shows an hour back and eight ahead, and the day that begins', async ({
  page,
}) => {
  const { timeline, range } = await openTimeline(page)
  await expect(range).toHaveText('16:10 to Fri 01:10')
  await expect(timeline.getByText('Fri, Mar 13')).toBeVisible()
  await expect(timeline.getByText('22:22')).toBeVisible()
  await expect(
    timeline.getByRole('listitem').filter({ hasText: 'plant-tour-live' }),
  ).toContainText('Starting')
})

test('dragging and wheeling move the timeline, and only a click opens a session', async ({
  page,
}) => {
  const { timeline, range, item } = await openTimeline(page)
  const box = await item.getByRole('img').boundingBox()
  if (!box) throw new Error('no bar')
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x - box.width / 9, y, { steps: 4 })
  await page.mouse.up()
  await expect(range).toHaveText('17:10 to Fri 02:10')
  await page.mouse.wheel(-box.width / 9, 0)
  await expect(range).toHaveText('16:10 to Fri 01:10')
  await page.keyboard.down('Control')
  await page.mouse.wheel(0, -300)
  await page.keyboard.up('Control')
  await expect(range).not.toHaveText('16:10 to Fri 01:10')
  await timeline.getByRole('button', { name: 'Now' }).click()
  await expect(range).toHaveText('16:10 to Fri 01:10')
  await expect(page.getByRole('heading', { name: 'studio-b-lighting' })).toBeHidden()
  await item.click()
  await expect(page.getByRole('heading', { name: 'studio-b-lighting' })).toBeVisible()
  await expect(timeline).toBeVisible()
})
