import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { MenuButton, MenuItem } from './menu.tsx'

/** What a press beside an open menu does. */

const setUp = async () => {
  const clicks: string[] = []
  await render(
    <>
      <MenuButton label="More">
        <MenuItem label="Item" disabledReason={null} onClick={() => clicks.push('item')}>
          Item
        </MenuItem>
      </MenuButton>
      <button type="button" style={{ marginTop: 200 }} onClick={() => clicks.push('beneath')}>
        Beneath
      </button>
    </>,
  )
  await page.getByRole('button', { name: 'More' }).click()
  await expect.element(page.getByRole('menuitem')).toBeVisible()
  return { clicks, beneath: page.getByRole('button', { name: 'Beneath' }) }
}

test('a click beside an open menu closes it and does nothing else, and the next one counts', async () => {
  const { clicks, beneath } = await setUp()
  await beneath.click()
  await expect.element(page.getByRole('menuitem')).not.toBeInTheDocument()
  expect(clicks).toEqual([])
  await beneath.click()
  expect(clicks).toEqual(['beneath'])
})

test('after a press beside a menu that became no click, as a drag, the next click counts', async () => {
  const { clicks, beneath } = await setUp()
  beneath.element().dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }))
  document.querySelector<HTMLElement>('[popover]')?.hidePopover()
  await expect.element(page.getByRole('menuitem')).not.toBeInTheDocument()
  await beneath.click()
  expect(clicks).toEqual(['beneath'])
})
