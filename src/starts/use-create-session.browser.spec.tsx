import { expect, test } from 'vitest'
import { render } from 'vitest-browser-react'
import { openRuntime } from '../test-support/open-runtime.ts'
import { account, ENDPOINT, Surroundings } from '../test-support/screen.tsx'
import { accountsStore } from '../accounts/accounts.ts'
import { setCredential } from '../accounts/credentials.ts'
import { createIntentsStore } from './create-intents-table.ts'
import { useCreateSession } from './use-create-session.ts'

const wanted = {
  id: 'crane',
  leaseMs: 3_600_000,
  models: [],
  candidates: [{ ref: { account, endpoint: ENDPOINT }, size: 'Standard' }],
  replaces: null,
}

const Form = () => {
  const { start, retry, submitted } = useCreateSession(() => {})
  const retryTwice = () => {
    for (const each of [...submitted, ...submitted]) retry(each)
  }
  return (
    <>
      <button type="button" onClick={() => start([wanted])}>
        Start
      </button>
      <button type="button" onClick={retryTwice}>
        Retry twice
      </button>
    </>
  )
}

test('a doubled Retry starts one session, even before the first click is drawn', async () => {
  const runtime = openRuntime()
  accountsStore(runtime).setState({ accounts: [account] })
  setCredential(runtime, account.id, { kind: 'key', accountKey: 'key of the account' })
  const intents = new Set<string>()
  createIntentsStore(runtime).subscribe(({ rows }) => {
    for (const id of rows.keys()) intents.add(id)
  })
  const screen = await render(
    <Surroundings runtime={runtime}>
      <Form />
    </Surroundings>,
  )
  await screen.getByRole('button', { name: 'Start' }).click()
  await expect.poll(() => intents.size).toBe(1)
  await screen.getByRole('button', { name: 'Retry twice' }).click()
  await expect.poll(() => intents.size).toBeGreaterThan(1)
  // A second create is written in the same moment as the first.
  expect(intents.size).toBe(2)
})
