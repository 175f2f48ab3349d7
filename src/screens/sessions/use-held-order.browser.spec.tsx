import { useState } from 'react'
import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { toRow } from '../../sessions/fleet-model.ts'
import { accountWith } from '../../test-support/account.ts'
import { observedSession } from '../../test-support/observed-session.ts'
import type { ShownRow } from './held-order.ts'
import { OrderOffer } from './order-offer.tsx'
import { type ListView, useHeldOrder } from './use-held-order.ts'

const ref = { account: accountWith(), endpoint: 'https://a.test' }
const shown = Object.fromEntries(
  ['a', 'b', 'c'].map((id): [string, ShownRow] => [
    id,
    { row: toRow(ref, observedSession({ id })), standing: 'live' },
  ]),
)
const rowsOf = (ids: string) => ids.split('').flatMap((id) => shown[id] ?? [])

/** A table whose order the buttons change, as a list, a filter, and the view do. */
const Held = () => {
  const [look, setLook] = useState<{
    ids: string
    asked: string
    view: ListView
  }>({ ids: 'abc', asked: '', view: 'table' })
  const [wanted, setWanted] = useState(() => rowsOf('abc'))
  const listed = new Map(wanted.map((each) => [each.row.key, each]))
  const order = useHeldOrder(wanted, listed, look.asked, look.view)
  const change = (ids: string, rest: Partial<typeof look> = {}) => {
    setLook({ ...look, ids, ...rest })
    setWanted(rowsOf(ids))
  }
  return (
    <>
      {look.view === 'table' && (
        <div {...order.handlers}>
          <div data-standing="live" data-testid="table">
            <button type="button" onClick={() => change('cba')}>
              list
            </button>
            <button type="button" onClick={() => change('cab', { asked: 'more' })}>
              filter
            </button>
          </div>
          <p style={{ height: 40 }}>below the rows</p>
        </div>
      )}
      <button
        type="button"
        onClick={() => change(look.ids, { view: look.view === 'table' ? 'timeline' : 'table' })}
      >
        view
      </button>
      <button type="button" onClick={() => change('bac')}>
        list from outside
      </button>
      <output>{order.rows.map(({ row }) => row.session.id).join('')}</output>
      <output aria-label="changed">{String(order.isChanged)}</output>
      <OrderOffer order={order} />
    </>
  )
}

test('the order is held from the first touch to the last, and a new question applies at once', async () => {
  const screen = await render(<Held />)
  const order = screen.getByRole('status').first()
  const isChanged = screen.getByRole('status', { name: 'changed' })
  await screen.getByRole('button', { name: 'list', exact: true }).click()
  await expect.element(order).toHaveTextContent('abc')
  await expect.element(isChanged).toHaveTextContent('true')
  await screen.getByRole('button', { name: 'filter' }).click()
  await expect.element(order).toHaveTextContent('cab')
  await expect.element(isChanged).toHaveTextContent('false')
  // Both the pointer and the focus go.
  await screen.getByRole('button', { name: 'list', exact: true }).click()
  await expect.element(order).toHaveTextContent('cab')
  await screen.getByRole('button', { name: 'list from outside' }).click()
  await expect.element(order).toHaveTextContent('bac')
})

/** A list that arrives while the hand stays where it is. */
const arrive = (screen: Awaited<ReturnType<typeof render>>) =>
  (screen.getByRole('button', { name: 'list from outside' }).element() as HTMLElement).click()

test('the pointer alone holds the order, until it leaves the table', async () => {
  const screen = await render(<Held />)
  const order = screen.getByRole('status').first()
  await screen.getByTestId('table').hover()
  arrive(screen)
  await expect.element(screen.getByText('Order changed.')).toBeVisible()
  await expect.element(order).toHaveTextContent('abc')
  await screen.getByRole('button', { name: 'view' }).hover()
  await expect.element(order).toHaveTextContent('bac')
})

test('the focus alone holds the order, until the new one is applied', async () => {
  const screen = await render(<Held />)
  const order = screen.getByRole('status').first()
  await screen.getByRole('button', { name: 'view' }).hover()
  screen.getByRole('button', { name: 'list', exact: true }).element().focus()
  arrive(screen)
  const apply = screen.getByRole('button', { name: 'Apply' })
  await expect.element(apply).toBeVisible()
  await expect.element(order).toHaveTextContent('abc')
  apply.element().focus()
  await userEvent.keyboard('{Enter}')
  await expect.element(order).toHaveTextContent('bac')
  await expect.element(apply).not.toBeInTheDocument()
})

test('a table that is taken off the page holds nothing', async () => {
  const screen = await render(<Held />)
  const order = screen.getByRole('status').first()
  await screen.getByRole('button', { name: 'list', exact: true }).click()
  await expect.element(order).toHaveTextContent('abc')
  // From the keyboard, so that the pointer stays where the table was.
  screen.getByRole('button', { name: 'view' }).element().focus()
  await userEvent.keyboard('{Enter}')
  await expect.element(order).toHaveTextContent('cba')
})

test('the pointer in the empty space below the rows holds nothing', async () => {
  const screen = await render(<Held />)
  const order = screen.getByRole('status').first()
  const button = screen.getByRole('button', { name: 'list', exact: true })
  // Pressed by script, so that only the pointer decides.
  const press = () => {
    ;(button.element() as HTMLElement).click()
  }
  await userEvent.hover(button)
  press()
  await expect.element(order).toHaveTextContent('abc')
  await userEvent.hover(screen.getByText('below the rows'))
  await expect.element(order).toHaveTextContent('cba')
})
