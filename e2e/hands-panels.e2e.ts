import { expect, expectFocusKept, openSimulator, rowOf, test } from './fixtures.ts'

/** Panels in the user's hands: focus, history, and what was typed. */

const PANELS = ['History', 'Settings', 'Activity', 'New session', /^Accounts/]

test('closing a panel returns the focus to the link that opened it, and adds no entry', async ({
  page,
}) => {
  await openSimulator(page)
  const length = () => page.evaluate(() => history.length)
  const header = page.getByRole('banner')
  await header.getByRole('link', { name: 'Settings' }).press('Enter')
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/\/$/)
  const before = await length()
  for (const name of PANELS) {
    const link = header.getByRole('link', { name }).last()
    await link.press('Enter')
    await expect(page.getByRole('complementary').getByRole('heading').first()).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('complementary')).toHaveCount(0)
    await expect(link).toBeFocused()
  }
  const link = rowOf(page, 'crane-model-check').getByRole('link').first()
  await link.click()
  await page.getByRole('link', { name: 'Extend…' }).click()
  await expect(page.getByRole('heading', { name: /Extend crane/ })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('link', { name: 'Extend…' })).toBeFocused()
  await page.getByRole('button', { name: 'Close panel' }).click()
  await expect(link).toBeFocused()
  // Going on from the list replaces what Forward would lead to.
  expect(await length()).toBeLessThanOrEqual(before + 1)
  await page.goForward()
  await expect(page.getByRole('heading', { name: 'crane-model-check' })).toBeVisible()
  await page.goBack()
  await expect(link).toBeFocused()
})

test('a panel opened by its address closes to the list, with the focus on its row', async ({
  page,
}) => {
  await openSimulator(page)
  const link = rowOf(page, 'crane-model-check').getByRole('link').first()
  await page.goto((await link.getAttribute('href')) ?? '')
  await expect(page.getByRole('heading', { name: 'crane-model-check' })).toBeFocused()
  await expect(link).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/\/$/)
  await expect(link).toBeFocused()
})

test('a filled form asks before it is discarded, whatever leads away from it', async ({
  page,
}) => {
  await openSimulator(page)
  await page.getByRole('banner').getByRole('link', { name: 'New session' }).click()
  const id = page.getByRole('textbox', { name: 'Session ID' })
  const question = page.getByRole('dialog', { name: 'Discard your changes?' })
  // What the form suggests itself is no loss.
  await expect(page.getByRole('heading', { name: 'New session' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(id).toHaveCount(0)
  await page.getByRole('banner').getByRole('link', { name: 'New session' }).click()
  await id.fill('typed-by-hand')
  const waysOut = [
    () => id.press('Escape'),
    () => page.getByRole('button', { name: 'Close panel' }).click(),
    () => rowOf(page, 'crane-model-check').getByRole('link').first().click(),
    () => page.goBack(),
  ]
  for (const leave of waysOut) {
    await leave()
    await expect(question).toBeVisible()
    await question.getByRole('button', { name: 'Keep editing' }).click()
    await expect(question).toHaveCount(0)
    await expect(page).toHaveURL(/\/sessions\/new$/)
    await expect(id).toHaveValue('typed-by-hand')
    await expectFocusKept(page)
  }
  // The list behind the form may be filtered.
  await page.getByRole('combobox', { name: 'Filter sessions' }).fill('crane')
  await expect(question).toHaveCount(0)
  await id.press('Escape')
  await question.getByRole('button', { name: 'Discard' }).click()
  await expect(id).toHaveCount(0)
  await expect(page).toHaveURL(/\/\?q=crane$/)
  await expectFocusKept(page)
})

test.describe('on a phone', () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 844 } })

  test('a tap opens a row, and a filled form asks before a tap discards it', async ({
    page,
  }) => {
    await openSimulator(page)
    await rowOf(page, 'crane-model-check').tap({ position: { x: 120, y: 20 } })
    await expect(page.getByRole('heading', { name: 'crane-model-check' })).toBeVisible()
    await page.getByRole('button', { name: 'Close panel' }).tap()
    await expect(rowOf(page, 'crane-model-check')).toBeVisible()
    await expectFocusKept(page)

    await page.getByRole('banner').getByRole('link', { name: 'New session' }).tap()
    await page.getByRole('textbox', { name: 'Session ID' }).fill('typed-by-hand')
    await page.getByRole('button', { name: 'Close panel' }).tap()
    const question = page.getByRole('dialog', { name: 'Discard your changes?' })
    await question.getByRole('button', { name: 'Keep editing' }).tap()
    await expect(page.getByRole('textbox', { name: 'Session ID' })).toHaveValue('typed-by-hand')
    await page.getByRole('button', { name: 'Close panel' }).tap()
    await question.getByRole('button', { name: 'Discard' }).tap()
    await expect(rowOf(page, 'crane-model-check')).toBeVisible()
    await expectFocusKept(page)
  })
})
