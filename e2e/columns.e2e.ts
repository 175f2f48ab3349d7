import type { Page } from '@playwright/test'
import { expect, openSimulator, test } from './fixtures.ts'

const head = (page: Page, name: string) => page.getByRole('columnheader', { name })
const edgeOf = (page: Page, name: string) =>
  page.getByRole('separator', { name: `Width of ${name}` })
const widthOf = async (page: Page, name: string) =>
  Math.round((await head(page, name).boundingBox())?.width ?? 0)
/** The columns in their order, without the boxes before them. */
const names = (page: Page) =>
  page
    .getByRole('columnheader')
    .evaluateAll((heads) => heads.slice(1).map((each) => each.textContent))

test('columns are sized, hidden, and ordered by mouse and keyboard, and remembered', async ({
  page,
}) => {
  await openSimulator(page)
  const usual = await names(page)
  const usualPx = await widthOf(page, 'Session')

  // By mouse: the edge follows the hand, and the columns before it stay.
  const edge = await edgeOf(page, 'Session').boundingBox()
  const leftPx = (await head(page, 'Session').boundingBox())?.x
  const fromPx = (edge?.x ?? 0) + 4
  await page.mouse.move(fromPx, (edge?.y ?? 0) + 10)
  await page.mouse.down()
  await page.mouse.move(fromPx + 30, (edge?.y ?? 0) + 10, { steps: 3 })
  await page.mouse.up()
  expect(await widthOf(page, 'Session')).toBe(usualPx + 30)
  expect((await head(page, 'Session').boundingBox())?.x).toBe(leftPx)
  // By keyboard: the Tab key leads from the head to its edge.
  await head(page, 'Size').getByRole('button').focus()
  const sizePx = await widthOf(page, 'Size')
  await page.keyboard.press('Tab')
  await expect(edgeOf(page, 'Size')).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(edgeOf(page, 'Size')).toHaveAttribute('aria-valuenow', String(sizePx + 8))
  expect(await widthOf(page, 'Size')).toBe(sizePx + 8)

  await page.getByRole('button', { name: 'Table options' }).click()
  const options = page.getByRole('dialog', { name: 'Table options' })
  await options.getByRole('checkbox', { name: 'Show Lease' }).uncheck()
  await options.getByRole('button', { name: 'Choose Time left to move' }).press('Enter')
  for (let press = 0; press < 2; press += 1)
    await options.getByRole('button', { name: 'Move up Time left' }).press('Enter')
  await expect(options.getByRole('button', { name: 'Move up Time left' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Table options' })).toBeFocused()
  const chosen = ['Time left', ...usual.filter((name) => !/^(Time left|Lease)$/.test(name))]
  expect(await names(page)).toEqual(chosen)

  await page.reload()
  await expect(page.getByRole('row').nth(1)).toBeVisible()
  expect(await names(page)).toEqual(chosen)
  expect(await widthOf(page, 'Session')).toBe(usualPx + 30)
  await page.getByRole('button', { name: 'Table options' }).click()
  await options.getByRole('button', { name: 'Reset' }).click()
  await expect.poll(() => names(page)).toEqual(usual)
  expect(await widthOf(page, 'Session')).toBe(usualPx)
})
