import { expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { Boundary } from './boundary.tsx'

test('a crash stays in its part, can be reloaded, and the rest goes on', async () => {
  // React reports what a boundary caught; here it is meant.
  const quiet = vi.spyOn(console, 'error').mockImplementation(() => {})
  let isBroken = true
  const Part = () => {
    if (isBroken) throw new Error('broken on purpose')
    return <p>drawn again</p>
  }
  const screen = await render(
    <>
      <Boundary name="List">
        <Part />
      </Boundary>
      <Boundary name="Panel">
        <p>still here</p>
      </Boundary>
    </>,
  )
  await expect.element(screen.getByRole('alert', { name: 'List broke' })).toBeVisible()
  await expect.element(screen.getByText('still here')).toBeVisible()
  await expect.element(screen.getByRole('button', { name: /report/i })).toBeVisible()
  isBroken = false
  await screen.getByRole('button', { name: 'Reload this part' }).click()
  await expect.element(screen.getByText('drawn again')).toBeVisible()
  quiet.mockRestore()
})
