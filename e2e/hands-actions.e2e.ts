import type { Locator, Page } from '@playwright/test'
import { countOf, expect, leaveTable, openSimulator, rowOf, test } from './fixtures.ts'

/** Extend and stop in the hand: by mouse, keyboard, and touch. Nothing moves under a click. */

const add15Of = (page: Page, id: string) =>
  rowOf(page, id).getByRole('button', { name: `Extend ${id} by 15 minutes` })
const menuOf = (page: Page, id: string) =>
  rowOf(page, id).getByRole('button', { name: `More ways to extend ${id}` })
const undoOf = (page: Page, id: string) =>
  rowOf(page, id).getByRole('button', { name: `Undo for ${id}` })

/** The middle of a control, where three clicks in a row are made. */
async function spotOf(control: Locator) {
  await expect(control).toBeVisible()
  const box = await control.boundingBox()
  if (!box) throw new Error('it is not on screen')
  return [box.x + box.width / 2, box.y + box.height / 2] as const
}

const isFocusLost = (page: Page) =>
  page.evaluate(() => document.activeElement === document.body)

/** Uses a control so many times, at one spot. */
type Hand = (control: Locator, times: number) => Promise<void>

/** Three uses of +15, and of +60 in the menu of another row, add up. */
async function expectSums(page: Page, act: Hand) {
  await openSimulator(page)
  await act(add15Of(page, 'studio-a-review'), 3)
  await expect(rowOf(page, 'studio-a-review')).toContainText('+45 min, sends in')
  await act(menuOf(page, 'fair-booth-1'), 1)
  const step = rowOf(page, 'fair-booth-1').getByRole('menuitem', {
    name: 'Extend fair-booth-1 by 60 minutes',
  })
  await act(step, 3)
  await expect(rowOf(page, 'fair-booth-1')).toContainText('+3 h, sends in')
  await page.keyboard.press('Escape')
  await expect(step).toBeHidden()
  await expect(menuOf(page, 'fair-booth-1')).toBeFocused()
  await expect(page.getByText(/^studio-a-review extended by 45 min/)).toBeVisible()
  await expect(page.getByText(/^fair-booth-1 extended by 3 h/)).toBeVisible({ timeout: 15_000 })
  expect(await countOf(page, 'extend')).toBe(2)
}

test('three clicks at one spot on +15 and on +60 add 45 minutes and 3 hours', async ({
  page,
}) => {
  await expectSums(page, async (control, times) => {
    const [x, y] = await spotOf(control)
    for (let click = 0; click < times; click += 1) await page.mouse.click(x, y)
  })
})

test('three presses of Enter on +15 and on +60 do the same, and the focus stays', async ({
  page,
}) => {
  await expectSums(page, async (control, times) => {
    await control.focus()
    for (let press = 0; press < times; press += 1) await page.keyboard.press('Enter')
    // One press opens the menu, which has the focus then.
    if (times > 1) await expect(control).toBeFocused()
  })
})

test('a click outside an open menu only closes it, and a filter hides nothing that waits', async ({
  page,
}) => {
  await openSimulator(page)
  await menuOf(page, 'fair-booth-1').click()
  const step = rowOf(page, 'fair-booth-1').getByRole('menuitem', { name: /60 minutes/ })
  await step.click()
  await page.mouse.click(...(await spotOf(add15Of(page, 'studio-a-review'))))
  await expect(step).toBeHidden()
  await expect(rowOf(page, 'studio-a-review')).not.toContainText('+15 min')
  await page.getByRole('combobox', { name: 'Filter sessions' }).fill('studio-a')
  await expect(rowOf(page, 'crane-model-check')).toHaveCount(0)
  await expect(undoOf(page, 'fair-booth-1')).toBeVisible()
  await undoOf(page, 'fair-booth-1').click()
  await leaveTable(page)
  await expect(rowOf(page, 'fair-booth-1')).toHaveCount(0)

  await menuOf(page, 'studio-a-review').click()
  await page.getByRole('menuitem', { name: 'Until…' }).click()
  await expect(page.getByRole('radio', { name: 'End time' })).toBeChecked()
  await expect(page.getByLabel('New end time')).toBeVisible()
})

test.describe('on a touch screen', () => {
  test.use({ hasTouch: true })

  test('three taps at one spot on +15 and on +60 do the same', async ({ page }) => {
    await expectSums(page, async (control, times) => {
      const [x, y] = await spotOf(control)
      for (let tap = 0; tap < times; tap += 1) await page.touchscreen.tap(x, y)
    })
  })

  test.describe('390 px wide', () => {
    test.use({ viewport: { width: 390, height: 844 } })

    test('a tap on Undo takes the extension back, and does not add to it', async ({ page }) => {
      await openSimulator(page)
      const left = rowOf(page, 'studio-a-review').locator('.col-left')
      const tap = async (control: Locator) => page.touchscreen.tap(...(await spotOf(control)))
      await tap(add15Of(page, 'studio-a-review'))
      await expect(left).toContainText(/\+15 min, sends in [1-9] s/)
      await tap(undoOf(page, 'studio-a-review'))
      await expect(left).not.toContainText('min, sends in')
      await expect(undoOf(page, 'studio-a-review')).toHaveCount(0)
      expect(await countOf(page, 'extend')).toBe(0)
    })
  })
})

test('an action can be undone for four seconds, also when nothing else waits', async ({
  page,
}) => {
  await openSimulator(page)
  const add15 = add15Of(page, 'studio-a-review')
  await add15.focus()
  await page.keyboard.press('Enter')
  await expect(rowOf(page, 'studio-a-review')).toContainText(/\+15 min, sends in [1-9] s/)
  // It comes after what was pressed, past the menu.
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await expect(undoOf(page, 'studio-a-review')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(undoOf(page, 'studio-a-review')).toHaveCount(0)
  // A further Enter would open the session, and neither extend nor stop it.
  await expect(
    rowOf(page, 'studio-a-review').getByRole('link', { name: 'studio-a-review' }),
  ).toBeFocused()
  expect(await countOf(page, 'extend')).toBe(0)
})

test('a stop sets the extension that waits aside, and gives it back when it is undone', async ({
  page,
}) => {
  await openSimulator(page)
  const row = rowOf(page, 'fair-booth-1')
  const stop = row.getByRole('button', { name: 'Stop fair-booth-1' })
  await add15Of(page, 'fair-booth-1').click()
  await stop.click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(stop).toBeFocused()
  await expect(row).toContainText('+15 min, sends in')
  await stop.click()
  await page.getByRole('button', { name: 'Stop session' }).click()
  await expect(row).toContainText(/Stop, sends in \d s/)
  await expect(stop).toHaveAttribute('aria-disabled', 'true')
  await expect(stop).toBeFocused()
  await undoOf(page, 'fair-booth-1').click()
  await expect(row).toContainText('+15 min, sends in')
  await expect(stop).toHaveAttribute('aria-disabled', 'false')
  await undoOf(page, 'fair-booth-1').click()
  await expect(undoOf(page, 'fair-booth-1')).toHaveCount(0)
  expect(await isFocusLost(page)).toBe(false)
  expect(await countOf(page, 'stop')).toBe(0)
  expect(await countOf(page, 'extend')).toBe(0)
})
