import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { openRuntime } from '../../test-support/open-runtime.ts'
import { Surroundings } from '../../test-support/screen.tsx'
import { leaveGuard } from './leave-guard.ts'
import { useUnsavedEntries } from './unsaved-entries.tsx'

const Form = () => {
  const [text, setText] = useState('')
  const { question } = useUnsavedEntries(text !== '')
  return (
    <>
      {question}
      <input aria-label="Name" value={text} onChange={({ target }) => setText(target.value)} />
    </>
  )
}

test('a form asks before it is left while it is filled, and only then', async () => {
  const runtime = openRuntime()
  await render(
    <Surroundings runtime={runtime}>
      <Form />
    </Surroundings>,
  )
  const leave = vi.fn()
  const tryToLeave = () => leaveGuard(runtime).leave(leave)
  const question = page.getByRole('dialog', { name: 'Discard your changes?' })
  tryToLeave()
  expect(leave).toHaveBeenCalledOnce()

  await page.getByRole('textbox').fill('a name')
  tryToLeave()
  await page.getByRole('button', { name: 'Keep editing' }).click()
  await expect.element(question).not.toBeInTheDocument()
  expect(leave).toHaveBeenCalledOnce()

  tryToLeave()
  await page.getByRole('button', { name: 'Discard', exact: true }).click()
  expect(leave).toHaveBeenCalledTimes(2)

  await page.getByRole('textbox').fill('')
  tryToLeave()
  expect(leave).toHaveBeenCalledTimes(3)
})
