import { QueryClientProvider } from '@tanstack/react-query'
import { MemoryRouter } from 'react-router'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { render } from 'vitest-browser-react'
import '../index.css'
import { RuntimeContext } from '../queries/runtime-context.ts'
import { createRuntime } from '../queries/runtime.ts'
import { type Account, useAccounts } from '../stores/accounts.ts'
import { setCredential, useCredentials } from '../stores/credentials.ts'
import { useIntents } from '../stores/intents.ts'
import { usePlans } from '../stores/plans.ts'
import { type Intent, leaving, newIntent } from '../watch/intents.ts'
import { newPlan, type Plan } from '../watch/plan.ts'
import { IntentStrip } from './intent-strip.tsx'
import { PlanStrip } from './plan-strip.tsx'

/** What is under way or in doubt, whatever state it and its account are in. */

const ENDPOINT = 'https://remoterendering.westeurope.mixedreality.azure.com'
const account: Account = {
  id: 'account',
  name: 'Studio',
  accountId: '51a7c0de-2025-4930-9a11-0f00ba5eba11',
  accountDomain: 'westeurope.mixedreality.azure.com',
  stsOrigin: 'https://sts.westeurope.mixedreality.azure.com',
  endpoints: [ENDPOINT],
  apiVersion: '2021-01-01',
  credentialKind: 'key',
  simulatedSpeed: null,
}
const runtime = createRuntime({
  ports: {
    send: () => Promise.reject(new TypeError('no network in this test')),
    now: () => Date.now(),
    newCorrelationVector: () => 'AAAAAAAAAAAAAAAAAAAAAA',
    setTimer: (run, ms) => setTimeout(run, ms),
    clearTimer: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
    timeoutMs: 1000,
  },
  spacingMs: 5000,
})

const intent = (change: Partial<Intent> = {}): Intent => ({
  ...newIntent(
    {
      id: 'i',
      accountId: 'account',
      endpoint: ENDPOINT,
      apiVersion: '2021-01-01',
      wanted: { id: 'crane', size: 'Standard', leaseMs: 3_600_000, models: [] },
    },
    Date.now(),
  ),
  ...change,
})
const plan = (change: Partial<Plan> = {}): Plan => {
  const place = {
    accountId: 'account',
    endpoint: ENDPOINT,
    apiVersion: '2021-01-01' as const,
    size: 'Standard',
  }
  const wanted = { id: 'crane', leaseMs: 3_600_000, models: [] }
  const places = [place, { ...place, size: 'Premium' }]
  return { ...newPlan({ id: 'p', wanted, places, replaces: null }, Date.now()), ...change }
}

const show = (...[first]: [Intent] | [Plan]) => {
  if ('places' in first) usePlans.setState({ rows: new Map([[first.id, first]]) })
  else useIntents.setState({ rows: new Map([[first.id, first]]) })
  return render(
    <QueryClientProvider client={runtime.queryClient}>
      <RuntimeContext value={runtime}>
        <MemoryRouter>
          <PlanStrip />
          <IntentStrip />
        </MemoryRouter>
      </RuntimeContext>
    </QueryClientProvider>,
  )
}

beforeEach(() => {
  useAccounts.setState({ accounts: [account] })
  setCredential('account', { kind: 'key', accountKey: 'abc=' })
})
afterEach(() => {
  useAccounts.setState({ accounts: [] })
  useCredentials.setState({ byAccount: {} })
  useIntents.setState({ rows: new Map() })
  usePlans.setState({ rows: new Map() })
})

describe('a create', () => {
  test('that is simply under way is not told of', async () => {
    const screen = await show(leaving(intent(), 1))
    await expect.element(screen.getByRole('listitem')).not.toBeInTheDocument()
  })

  test('in doubt says so, and can be taken back', async () => {
    const screen = await show({ ...leaving(intent(), 1), failure: 'timeout' })
    await expect.element(screen.getByText(/checking whether it was created/)).toBeVisible()
    await screen.getByRole('button', { name: 'Take back crane' }).click()
    await expect.element(screen.getByText(/making sure that it does not run/)).toBeVisible()
  })

  test('of a locked account asks for the key', async () => {
    useCredentials.setState({ byAccount: {} })
    const screen = await show(leaving(intent(), 1))
    await expect
      .element(screen.getByText(/unlock the account to find out whether it was created/))
      .toBeVisible()
  })

  test('of a removed account says that nobody can find out, and can be dismissed', async () => {
    useAccounts.setState({ accounts: [] })
    const screen = await show(leaving(intent(), 1))
    await expect.element(screen.getByText(/its account was removed/)).toBeVisible()
    await screen.getByRole('button', { name: /^Dismiss/ }).click()
    await expect.element(screen.getByRole('listitem')).not.toBeInTheDocument()
  })

  test.each([
    [0, 'the console was closed before the call could leave'],
    [2, 'was not created: the service knows no such session'],
  ])('that came to nothing after %d tries can be filled in again', async (attempts, text) => {
    const screen = await show(intent({ attempts, end: 'not-created' }))
    await expect.element(screen.getByText(new RegExp(text))).toBeVisible()
    await expect
      .element(screen.getByRole('link', { name: 'Fill in again' }))
      .toHaveAttribute('href', '/sessions/new')
  })
})

describe('a start of several steps', () => {
  test('shows each place with where it stands, and stops at a word', async () => {
    const screen = await show(
      plan({ failures: [{ kind: 'session', message: 'No server is left.' }] }),
    )
    await expect
      .element(screen.getByText(/Standard in westeurope: No server is left\./))
      .toBeVisible()
    await expect.element(screen.getByText(/Premium in westeurope: asked for/)).toBeVisible()
    await screen.getByRole('button', { name: 'Stop here: Starting crane' }).click()
    await expect.element(screen.getByText(/stopping here/)).toBeVisible()
  })

  test('that was left alone asks before it goes on', async () => {
    const screen = await show(plan({ isPaused: true }))
    await expect.element(screen.getByText(/Should it go on\?/)).toBeVisible()
    await screen.getByRole('button', { name: 'Go on: Starting crane' }).click()
    await expect.element(screen.getByText(/Should it go on\?/)).not.toBeInTheDocument()
  })

  test('says that it waits for a key', async () => {
    useCredentials.setState({ byAccount: {} })
    const screen = await show(plan())
    await expect.element(screen.getByText(/Waits for a key/)).toBeVisible()
  })

  test('that is done is not told of any more', async () => {
    const screen = await show(plan({ end: 'done' }))
    await expect.element(screen.getByRole('listitem')).not.toBeInTheDocument()
  })
})
