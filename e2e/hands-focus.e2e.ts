import type { Locator, Page } from '@playwright/test'
import { expect, openSimulator, rowOf, test } from './fixtures.ts'

/** Every action by keyboard alone: after each, the focus is where a person expects it. */

const ID = 'studio-a-review'
const OTHER = 'fair-booth-1'

const linkOf = (page: Page, id: string) =>
  rowOf(page, id).getByRole('link', { name: id, exact: true })

async function press(control: Locator, key = 'Enter') {
  await control.focus()
  await control.page().keyboard.press(key)
}

test('extend, its menu, undo, and stop leave the focus on their control or row', async ({
  page,
}) => {
  await openSimulator(page)
  const row = rowOf(page, ID)
  const add15 = row.getByRole('button', { name: `Extend ${ID} by 15 minutes` })
  await press(add15)
  await expect(row).toContainText('+15 min, sends in')
  await expect(add15).toBeFocused()

  const more = row.getByRole('button', { name: `More ways to extend ${ID}` })
  await press(more)
  const steps = row.getByRole('menuitem')
  await expect(steps.first()).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(steps.nth(1)).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(more).toBeFocused()

  await press(row.getByRole('button', { name: `Undo for ${ID}` }))
  await expect(linkOf(page, ID)).toBeFocused()

  const other = rowOf(page, OTHER)
  const stop = other.getByRole('button', { name: `Stop ${OTHER}` })
  for (const key of ['Escape', 'Enter']) {
    await press(stop)
    await expect(page.getByRole('dialog').getByRole('button', { name: 'Cancel' })).toBeFocused()
    // Enter on Cancel.
    await page.keyboard.press(key)
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(stop).toBeFocused()
  }
  await press(stop)
  // The dialog takes the focus when it opens.
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Cancel' })).toBeFocused()
  await press(page.getByRole('button', { name: 'Stop session' }))
  await expect(other).toContainText('Stop, sends in')
  await expect(stop).toBeFocused()
  await expect(other).toContainText('Ended', { timeout: 30_000 })
  await expect(linkOf(page, OTHER)).toBeFocused()

  const dismiss = page
    .getByRole('list', { name: 'Notifications' })
    .getByRole('button', { name: 'Dismiss' })
  await press(dismiss.first())
  await expect(dismiss).toHaveCount(0)
  await expect(page.locator('body:focus')).toHaveCount(0)
  await expect(page.locator(':focus')).toHaveCount(1)
})

test('the drawer, the filter, and every panel return the focus to what opened them', async ({
  page,
}) => {
  await openSimulator(page)
  const view = page.getByRole('button', { name: /^View .*notice/ })
  const notices = page.getByRole('dialog', { name: 'Notices' })
  await press(view)
  await expect(notices.getByRole('heading')).toBeFocused()
  await press(notices.getByRole('button', { name: /^Snooze/ }).first())
  await expect(notices.getByRole('listitem')).toHaveCount(1)
  await expect(notices.getByRole('listitem')).toBeFocused()
  await press(notices.getByRole('button', { name: /^Dismiss/ }))
  await expect(notices.locator(':focus')).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(page.locator(':focus')).toHaveCount(1)

  const filter = page.getByRole('combobox', { name: 'Filter sessions' })
  await filter.fill('no such session')
  await press(page.getByRole('button', { name: 'Clear filters' }))
  await expect(filter).toBeFocused()

  const header = page.getByRole('banner')
  const panel = page.getByRole('complementary')
  for (const name of ['Simulator', /regions$/]) {
    const link = header.getByRole('link', { name }).first()
    await press(link)
    await expect(panel.getByRole('heading').first()).toBeFocused()
    await press(panel.getByRole('button', { name: 'Close panel' }))
    await expect(link).toBeFocused()
  }
  // The account itself, from the list of accounts, and back in two steps.
  const accounts = header.getByRole('link', { name: /regions$/ })
  await press(accounts)
  const account = panel.getByRole('link', { name: /^Simulator/ }).first()
  await press(account)
  await expect(panel.getByRole('heading').first()).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.locator('body:focus')).toHaveCount(0)
  await expect(page.locator(':focus')).toHaveCount(1)

  await press(linkOf(page, ID))
  await expect(panel.getByRole('heading', { name: ID })).toBeFocused()
  for (const name of ['Extend…', 'Replace']) {
    const link = panel.getByRole('link', { name })
    await press(link)
    await expect(panel.getByRole('heading').first()).toBeFocused()
    await expect(panel.getByRole('heading', { name: ID, exact: true })).toHaveCount(0)
    await page.keyboard.press('Escape')
    await expect(link).toBeFocused()
  }
  await page.keyboard.press('Escape')
  await expect(linkOf(page, ID)).toBeFocused()
})
