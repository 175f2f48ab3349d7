import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { passFocusOn, rememberFocus, returnFocus, returnFocusNearby } from './focus.ts'

/** The focus never falls to the body when a control disappears. */

const Row = ({ hasUndo = true, hasLink = true }: { hasUndo?: boolean; hasLink?: boolean }) => (
  <div>
    {hasLink && (
      // Another key draws the link again.
      <a key={String(hasUndo)} href="/sessions/one">
        one
      </a>
    )}
    <span>{hasUndo && <button type="button">Undo</button>}</span>
    <button type="button">Stop</button>
  </div>
)
const button = (name: string) => page.getByRole('button', { name }).element() as HTMLElement
const link = () => page.getByRole('link').element() as HTMLElement

test('a control passes its focus to its row before it is removed, or to what is nearby', async () => {
  await render(<Row />)
  button('Undo').focus()
  passFocusOn(button('Undo'), link())
  expect(document.activeElement).toBe(link())

  button('Undo').focus()
  passFocusOn(button('Undo'), null)
  expect(document.activeElement).not.toBe(button('Undo'))
  expect(document.activeElement).not.toBe(document.body)
})

test('a control that is removed without the focus moves it nowhere', async () => {
  await render(<Row />)
  button('Stop').focus()
  passFocusOn(button('Undo'), link())
  expect(document.activeElement).toBe(button('Stop'))
})

test('the focus returns to its control, or to the same link drawn again', async () => {
  const screen = await render(<Row />)
  button('Stop').focus()
  const stop = rememberFocus()
  link().focus()
  expect(stop && returnFocus(stop)).toBe(true)
  expect(document.activeElement).toBe(button('Stop'))

  link().focus()
  const toSession = rememberFocus()
  await screen.rerender(<Row hasUndo={false} />)
  expect(document.activeElement).toBe(document.body)
  expect(toSession && returnFocus(toSession)).toBe(true)
  expect(document.activeElement).toBe(link())
})

test('the focus of a control that is gone returns to what is nearest', async () => {
  const screen = await render(<Row hasLink={false} />)
  button('Undo').focus()
  const undo = rememberFocus()
  await screen.rerender(<Row hasLink={false} hasUndo={false} />)
  expect(undo && returnFocus(undo)).toBe(false)
  expect(undo && returnFocusNearby(undo)).toBe(true)
  expect(document.activeElement).toBe(button('Stop'))
})

test('nothing is remembered while nothing has the focus', () => {
  expect(rememberFocus(document.body)).toBeNull()
})
