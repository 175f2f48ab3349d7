import type { Locator, Page } from '@playwright/test'
import { expect, openNotices, openSimulator, rowOf, test, useShortSpacing } from './fixtures.ts'

/** The frame around the list: header, links, and what stands above the table. */

test('the main pages are links in words, and the current one is marked', async ({ page }) => {
  await openSimulator(page)
  const main = page.getByRole('navigation', { name: 'Main' })
  await expect(main.getByRole('link')).toHaveText([
    'Sessions',
    'Timeline',
    'History',
    'Activity',
    'Settings',
  ])
  const current = main.locator('[aria-current=page]')
  await expect(current).toHaveText('Sessions')
  await page.getByRole('combobox', { name: 'Filter sessions' }).fill('fair')
  await expect(page).toHaveURL(/q=fair/)
  for (const name of ['Timeline', 'History', 'Activity', 'Settings', 'Sessions']) {
    await main.getByRole('link', { name }).click()
    await expect(current).toHaveText(name)
    await expect(page).toHaveURL(/q=fair/)
  }
  await expect(rowOf(page, 'fair-booth-1')).toBeVisible()
  await expect(
    page.getByRole('banner').getByRole('link', { name: 'Simulator', exact: true }),
  ).toBeVisible()
})

test('the first stop of the Tab key leads past the header to the first row', async ({
  page,
}) => {
  await openSimulator(page)
  await page.keyboard.press('Tab')
  const skip = page.getByRole('link', { name: 'Skip to sessions' })
  await expect(skip).toBeFocused()
  await expect(skip).toBeInViewport()
  await page.keyboard.press('Enter')
  await expect(
    page.getByRole('row').nth(1).locator(':focus').or(page.locator('[role=row]:focus')),
  ).toBeVisible()
})

/** Makes a page note every place, in px from the top, where the head of the table is drawn. */
function watchTableHead(page: Page) {
  return page.addInitScript(() => {
    const tops = new Set<number>()
    Object.assign(globalThis, { tops })
    const look = () => {
      const head = document.querySelector('[role="columnheader"]')
      if (head) tops.add(head.getBoundingClientRect().top)
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
}

function topsOf(page: Page) {
  return page.evaluate(() => [...(globalThis as unknown as { tops: Set<number> }).tops])
}

test('an alert and a finished create move the table by no pixel', async ({ page }) => {
  await watchTableHead(page)
  await openSimulator(page)
  const bar = page.getByRole('region', { name: 'Notices' })
  // The alerts come after the first rows.
  await expect(bar.getByText(/^2 ending soon · next: anna-debug \d:\d\d$/)).toBeVisible()
  expect(await bar.boundingBox()).toMatchObject({ y: 48, height: 40 })

  await useShortSpacing(page)
  await page.getByRole('banner').getByRole('link', { name: 'New session' }).click()
  await page.getByRole('textbox', { name: /^Session id/i }).fill('still')
  await page.getByRole('button', { name: 'Start session' }).click()
  await expect(rowOf(page, 'still')).toBeVisible({ timeout: 20_000 })
  const notices = await openNotices(page)
  await notices.getByRole('button', { name: /^Dismiss: anna-debug/ }).click()
  await expect(bar.getByText(/^fair-booth-3 ends in/).first()).toBeVisible()
  expect(await topsOf(page)).toHaveLength(1)
})

test('the drawer takes the focus and returns it, and what is dismissed leaves it to the next', async ({
  page,
}) => {
  await openSimulator(page)
  const view = page.getByRole('button', { name: /^View .*notice/ })
  await view.focus()
  await page.keyboard.press('Enter')
  const notices = page.getByRole('dialog', { name: 'Notices' })
  await expect(notices.getByRole('heading', { name: 'Notices' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(notices).toBeHidden()
  await expect(view).toBeFocused()

  await page.keyboard.press('Enter')
  const items = notices.getByRole('listitem')
  await expect(items).toHaveCount(2)
  // With 4:59 left, five more minutes would be after the end.
  await expect(notices.getByRole('button', { name: /^Snooze 5 min: anna-debug/ })).toBeHidden()
  await notices.getByRole('button', { name: /^Snooze 5 min: fair-booth-3/ }).focus()
  await page.keyboard.press('Enter')
  await expect(items).toHaveCount(1)
  await expect(items.first()).toBeFocused()
  await notices.getByRole('button', { name: /^Dismiss: anna-debug/ }).focus()
  await page.keyboard.press('Enter')
  await expect(items).toHaveCount(0)
  await expect(notices.locator(':focus')).toHaveCount(1)
  await notices.getByRole('button', { name: 'Close notices' }).click()
  await expect(page.locator('body:focus')).toHaveCount(0)
})

test('repeated presses on +15 in the bar all reach the session of the first', async ({
  page,
}) => {
  await openSimulator(page)
  const bar = page.getByRole('region', { name: 'Notices' })
  const extend = bar.getByRole('button', { name: /^Extend anna-debug by 15/ })
  await extend.hover()
  const box = await boxOf(extend)
  for (let press = 0; press < 3; press += 1) await page.mouse.click(box.x + 5, box.y + 5)
  await expect(page.getByRole('list', { name: 'Notifications' })).toContainText(
    /anna-debug.*45 min/,
    {
      timeout: 20_000,
    },
  )
  // Settled, and still there while the mouse is.
  await expect(bar.getByText(/^anna-debug ends in 4[67]:/)).toBeVisible()
  expect(await boxOf(extend)).toMatchObject({ width: box.width, height: box.height })
  await page.mouse.move(400, 600)
  await expect(bar.getByText(/^fair-booth-3 ends in/)).toBeVisible()
})

test('dismissing the last alert of an end brings back no older one', async ({ page }) => {
  await page.clock.install()
  await openSimulator(page)
  const bar = page.getByRole('region', { name: 'Notices' })
  await expect(bar.getByText(/^2 ending soon · next: anna-debug 2:/)).toBeVisible()
  // Alerts at 10, 5, and 2 minutes have passed by then.
  await page.clock.fastForward(65_000)
  await expect(bar.getByText(/^2 ending soon · next: anna-debug 1:/)).toBeVisible()
  const notices = await openNotices(page)
  await notices.getByRole('button', { name: /^Dismiss: anna-debug .* 2 min/ }).click()
  await expect(notices.getByRole('listitem')).toHaveCount(1)
  await page.clock.runFor(3000)
  await expect(notices.getByRole('listitem')).toHaveText([/^fair-booth-3/])
})

async function boxOf(target: Locator) {
  const box = await target.boundingBox()
  if (!box) throw new Error('it is not drawn')
  return box
}

for (const width of [1280, 1024, 390])
  test(`a message covers no button, ${width} px wide`, async ({ page }) => {
    await page.setViewportSize({ width, height: 700 })
    await page.goto('/?simulator&sessions=30')
    const row = rowOf(page, 'anna-debug')
    await row.getByRole('button', { name: /^Stop anna-debug/ }).click()
    await page.getByRole('button', { name: 'Stop session' }).click()
    await page.getByRole('link', { name: 'New session' }).first().click()
    const messages = page.getByRole('list', { name: 'Notifications' })
    await expect(messages.getByRole('listitem')).toHaveCount(1, { timeout: 30_000 })
    const covered = await messages.evaluate((list) => {
      type Edges = Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>
      const common = (one: Edges, other: Edges): Edges => ({
        left: Math.max(one.left, other.left),
        right: Math.min(one.right, other.right),
        top: Math.max(one.top, other.top),
        bottom: Math.min(one.bottom, other.bottom),
      })
      const isEmpty = ({ left, right, top, bottom }: Edges) => right <= left || bottom <= top
      /** The part of an element that its scrolling ancestors do not cut off. */
      const shownOf = (element: Element) => {
        let shown: Edges = element.getBoundingClientRect()
        for (let up = element.parentElement; up; up = up.parentElement)
          if (getComputedStyle(up).overflowY !== 'visible')
            shown = common(shown, up.getBoundingClientRect())
        return shown
      }
      const own = list.getBoundingClientRect()
      return [...document.querySelectorAll('button, a[href], input, select')]
        .filter((each) => !list.contains(each))
        .filter((each) => !isEmpty(shownOf(each)) && !isEmpty(common(shownOf(each), own)))
        .map((each) => each.outerHTML.slice(0, 120))
    })
    expect(covered).toEqual([])
  })

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

  test('the links to the main pages are at the bottom, in reach of a thumb', async ({
    page,
  }) => {
    await openSimulator(page)
    const main = page.getByRole('navigation', { name: 'Main' })
    await expect(main).toHaveCount(1)
    const box = await main.boundingBox()
    expect(box).toMatchObject({ y: 844 - 56, height: 56 })
    await main.getByRole('link', { name: 'History' }).tap()
    await expect(page.getByRole('heading', { name: 'History' })).toBeVisible()
    await expect(main.locator('[aria-current=page]')).toHaveText('History')
  })

  test('taps on +15 in the bar all reach the session of the first, and the drawer opens', async ({
    page,
  }) => {
    await openSimulator(page)
    const bar = page.getByRole('region', { name: 'Notices' })
    await expect(bar.getByText(/^2:\d\d · anna-debug$/)).toBeVisible()
    const extend = bar.getByRole('button', { name: /^Extend anna-debug by 15/ })
    for (let tap = 0; tap < 3; tap += 1) await extend.tap()
    await expect(page.getByRole('list', { name: 'Notifications' })).toContainText(
      /anna-debug.*45 min/,
      { timeout: 20_000 },
    )
    await page.getByRole('button', { name: /^View .*notice/ }).tap()
    const notices = page.getByRole('dialog', { name: 'Notices' })
    await expect(notices.getByRole('listitem')).toHaveText([/^fair-booth-3/])
    await page.getByRole('link', { name: 'studio-a-review', exact: true }).tap()
    await expect(notices).toBeHidden()
  })
})

test('forced colors show what is pressed and what is wrong, and move no row', async ({
  page,
}) => {
  await page.emulateMedia({ forcedColors: 'active' })
  await openSimulator(page)
  const name = rowOf(page, 'fair-booth-1').getByRole('link')
  const other = rowOf(page, 'fair-booth-3').getByRole('link')
  await name.click()
  await expect(rowOf(page, 'fair-booth-1')).toHaveAttribute('data-selected')
  expect((await name.boundingBox())?.x).toBe((await other.boundingBox())?.x)
  const edge = await rowOf(page, 'fair-booth-1').evaluate(
    (row) => getComputedStyle(row, '::before').borderLeftWidth,
  )
  expect(edge).toBe('3px')

  await page.getByRole('link', { name: 'New session' }).click()
  const id = page.getByLabel('Session ID')
  await id.fill('not allowed!')
  await page.getByRole('button', { name: 'Start session' }).click()
  await expect(id).toHaveCSS('border-bottom-width', '3px')
  const preset = page.getByRole('button', { name: '1 h', exact: true })
  await expect(preset).toHaveCSS('text-decoration-line', 'underline')
})
