import { useNavigate } from 'react-router'
import { beforeEach, expect, test } from 'vitest'
import { render } from 'vitest-browser-react'
import '../../index.css'
import { account, ENDPOINT, Surroundings } from '../../test-support/screen.tsx'
import { accountsStore } from '../../accounts/accounts.ts'
import CreatePage from './create-page.tsx'
import { openRuntime } from '../../test-support/open-runtime.ts'

/** The form of a new session, and what is around it. */

const OTHER = ENDPOINT.replace('westeurope', 'eastus')

/** Stands for the list behind the form, whose filter is part of the address. */
const Filter = () => {
  const navigate = useNavigate()
  return (
    <button
      type="button"
      onClick={() => void navigate({ search: '?q=crane' }, { replace: true })}
    >
      filter
    </button>
  )
}

let runtime = openRuntime()

const show = (state: unknown = null) =>
  render(
    <Surroundings runtime={runtime} entries={[{ pathname: '/sessions/new', state }]}>
      <Filter />
      <CreatePage />
    </Surroundings>,
  )

beforeEach(() => {
  runtime = openRuntime()
  accountsStore(runtime).setState({ accounts: [{ ...account, endpoints: [ENDPOINT, OTHER] }] })
})

test('settings from a link stay when the list is filtered', async () => {
  const screen = await show({
    template: {
      location: `account ${OTHER}`,
      sessionId: 'fair-2',
      size: 'Premium',
      leaseMs: 5_400_000,
      models: [],
    },
  })
  await screen.getByRole('button', { name: 'filter' }).click()
  await expect.element(screen.getByLabelText('Session ID')).toHaveValue('fair-2')
  await expect.element(screen.getByRole('textbox', { name: 'Lease' })).toHaveValue('1:30')
})

test('the focus stays beside a fallback that was removed or moved', async () => {
  const screen = await show()
  const add = screen.getByRole('button', { name: 'Add fallback' })
  await add.click()
  await add.click()
  await screen.getByRole('button', { name: 'Move fallback 2 up' }).click()
  await expect.element(screen.getByRole('button', { name: 'Remove fallback 1' })).toHaveFocus()
  await screen.getByRole('button', { name: 'Remove fallback 1' }).click()
  await expect.element(screen.getByRole('button', { name: 'Remove fallback 1' })).toHaveFocus()
  await screen.getByRole('button', { name: 'Remove fallback 1' }).click()
  await expect.element(add).toHaveFocus()
})

test('the button to add a fallback says why it is disabled when every region and size is listed', async () => {
  const screen = await show()
  const add = screen.getByRole('button', { name: 'Add fallback' })
  for (let locations = 0; locations < 3; locations += 1) await add.click()
  await expect.element(add).toHaveAttribute('aria-disabled', 'true')
  await expect.element(add).toHaveAttribute('title', 'All regions and sizes are already listed')
})

test('a mistyped ID does not block a start in v1, where the service assigns the ID', async () => {
  const v1 = { ...account, id: 'v1', apiVersion: 'v1' as const }
  accountsStore(runtime).setState({ accounts: [account, v1] })
  const screen = await show()
  await screen.getByLabelText('Session ID').fill('a b')
  await screen.getByLabelText('Region and account').selectOptions(`v1 ${ENDPOINT}`)
  await expect.element(screen.getByLabelText('Session ID')).not.toBeInTheDocument()
  await screen.getByRole('button', { name: 'Start session' }).click()
  // It tried: there is no key in this test.
  await expect.element(screen.getByRole('alert')).toBeVisible()
})

test('a batch says how many sessions it starts, and what they are called', async () => {
  const screen = await show()
  await screen.getByLabelText('Session ID').fill('fair')
  const count = screen.getByLabelText('Number of sessions')
  await count.fill('3')
  await expect.element(screen.getByText('Starts fair-1, fair-2, and fair-3.')).toBeVisible()
  await expect.element(screen.getByRole('button', { name: 'Start 3 sessions' })).toBeVisible()
  await count.fill('4')
  await expect.element(screen.getByText('Starts fair-1 to fair-4.')).toBeVisible()
  await count.fill('1')
  await expect.element(screen.getByRole('button', { name: 'Start session' })).toBeVisible()
})
