import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { FigureStrip } from './figure-strip.tsx'

const show = (current: number, ready = 6) =>
  render(
    <>
      <FigureStrip
        counts={{ ready, starting: 0, ending: 2 }}
        coverage={{ total: 3, loaded: current, current }}
        selected={null}
        onSelect={() => {}}
      />
      <input aria-label="filter" />
    </>,
  )
const texts = () =>
  page
    .getByRole('button')
    .elements()
    .map((button) => button.textContent)

test('a figure of a partial list is a lower bound, and never "at least none"', async () => {
  const screen = await show(2)
  expect(texts()).toEqual(['6+Ready', '—Starting', '2+Ending within 10 min'])
  await screen.unmount()
  await show(3)
  expect(texts()).toEqual(['6Ready', '0Starting', '2Ending within 10 min'])
})

test('before the first answer a figure is empty, unless a list is on its way', async () => {
  await show(0, 0)
  expect(texts()).toEqual(['—Ready', '—Starting', '2+Ending within 10 min'])
})

test('the figures are one stop of the Tab key, and arrow keys move between them', async () => {
  await show(3)
  const button = (name: RegExp) => page.getByRole('button', { name })
  await userEvent.tab()
  await expect.element(button(/Ready$/)).toHaveFocus()
  await userEvent.keyboard('{ArrowRight}{ArrowRight}')
  await expect.element(button(/Ending/)).toHaveFocus()
  await userEvent.keyboard('{ArrowLeft}')
  await expect.element(button(/Starting$/)).toHaveFocus()
  await userEvent.tab()
  await expect.element(page.getByRole('textbox', { name: 'filter' })).toHaveFocus()
  // It stops where the focus was, and once.
  await userEvent.tab({ shift: true })
  await expect.element(button(/Starting$/)).toHaveFocus()
  await userEvent.tab({ shift: true })
  expect(document.activeElement?.closest('[role="toolbar"]')).toBe(null)
})

test("an arrow key with a modifier stays the browser's", async () => {
  await show(3)
  const ready = page.getByRole('button', { name: /Ready$/ })
  await userEvent.tab()
  await expect.element(ready).toHaveFocus()
  for (const modifier of ['altKey', 'ctrlKey', 'metaKey']) {
    const press = new KeyboardEvent('keydown', {
      key: 'ArrowRight',
      [modifier]: true,
      bubbles: true,
      cancelable: true,
    })
    ready.element().dispatchEvent(press)
    expect(press.defaultPrevented).toBe(false)
    await expect.element(ready).toHaveFocus()
  }
})
