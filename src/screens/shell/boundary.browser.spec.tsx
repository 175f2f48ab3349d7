import { Suspense } from 'react'
import { expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { lazyPart } from '../../ui/lazy-part.ts'
import { Boundary } from './boundary.tsx'

test('a crash is confined to its part, which can be reloaded', async () => {
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
  await expect
    .element(screen.getByRole('alert', { name: 'List stopped working' }))
    .toBeVisible()
  await expect.element(screen.getByText('still here')).toBeVisible()
  await expect.element(screen.getByRole('button', { name: /report/i })).toBeVisible()
  isBroken = false
  await screen.getByRole('button', { name: 'Try again' }).click()
  await expect.element(screen.getByText('drawn again')).toBeVisible()
  quiet.mockRestore()
})

/** A part whose code comes only once it is there, and how often it was asked for. */
const createLatePart = () => {
  const server = { isThere: false, asked: 0 }
  const Part = lazyPart(async () => {
    server.asked += 1
    if (!server.isThere) throw new TypeError('Failed to fetch')
    return { default: () => <p>fetched</p> }
  })
  return { server, Part }
}

test('code that could not be fetched is fetched again, and reloading the page is offered last', async () => {
  const quiet = vi.spyOn(console, 'error').mockImplementation(() => {})
  const { server, Part } = createLatePart()
  const screen = await render(
    <Boundary name="Panel">
      <Suspense>
        <Part />
      </Suspense>
    </Boundary>,
  )
  await expect.element(screen.getByText(/^Couldn't load this part: Panel\./)).toBeVisible()
  expect(screen.getByRole('button', { name: 'Reload page' }).elements()).toEqual([])
  await screen.getByRole('button', { name: 'Try again' }).click()
  await expect.element(screen.getByRole('button', { name: 'Reload page' })).toBeVisible()
  expect(server.asked).toBe(2)
  server.isThere = true
  await screen.getByRole('button', { name: 'Try again' }).click()
  await expect.element(screen.getByText('fetched')).toBeVisible()
  expect(server.asked).toBe(3)
  quiet.mockRestore()
})

test('a part that shows something else recovers', async () => {
  const quiet = vi.spyOn(console, 'error').mockImplementation(() => {})
  const { server, Part } = createLatePart()
  const at = (content: string) => (
    <Boundary name="Panel" content={content}>
      <Suspense>{content === 'late' ? <Part /> : <p>another</p>}</Suspense>
    </Boundary>
  )
  const screen = await render(at('late'))
  await expect.element(screen.getByRole('alert')).toBeVisible()
  await screen.rerender(at('other'))
  await expect.element(screen.getByText('another')).toBeVisible()
  server.isThere = true
  await screen.rerender(at('late'))
  await expect.element(screen.getByText('fetched')).toBeVisible()
  quiet.mockRestore()
})

test('a part that is opened again fetches its code again', async () => {
  const quiet = vi.spyOn(console, 'error').mockImplementation(() => {})
  const { server, Part } = createLatePart()
  const at = (isOpen: boolean) => (
    <Suspense>
      {isOpen && (
        <Boundary name="Panel">
          <Part />
        </Boundary>
      )}
    </Suspense>
  )
  const screen = await render(at(true))
  await expect.element(screen.getByRole('alert')).toBeVisible()
  await screen.rerender(at(false))
  server.isThere = true
  await screen.rerender(at(true))
  await expect.element(screen.getByText('fetched')).toBeVisible()
  expect(server.asked).toBe(2)
  quiet.mockRestore()
})
