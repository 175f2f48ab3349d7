import { expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { setCredential } from '../../accounts/credentials.ts'
import { serviceError } from '../../service/result.ts'
import { endpointState } from '../../sessions/fleet-model.ts'
import { openRuntime } from '../../test-support/open-runtime.ts'
import { account, ENDPOINT, Surroundings } from '../../test-support/screen.tsx'
import { toastsStore } from '../shell/toasts-store.ts'
import { RefreshStatus } from './refresh-status.tsx'

test('a refresh that fails before the rest of the page is loaded is reported', async () => {
  // It has no network.
  const runtime = openRuntime()
  setCredential(runtime, account.id, { kind: 'key', accountKey: 'key' })
  const endpoint = endpointState({ account, endpoint: ENDPOINT }, true, undefined, null)
  const screen = await render(
    <Surroundings runtime={runtime}>
      <RefreshStatus endpoints={[endpoint]} />
    </Surroundings>,
  )
  await screen.getByRole('button').click()
  await vi.waitFor(() =>
    expect(toastsStore(runtime).getState().toasts).toMatchObject([{ tone: 'failure' }]),
  )
})

test('a region that is down is not counted, and the title names it', async () => {
  const list = {
    sessions: [],
    unreadable: [],
    isIncomplete: false,
    isUnderWay: false,
    clock: null,
    setBackMs: 0,
    msCv: null,
    receivedAtMs: Date.now() - 4000,
  }
  const old = { ...list, receivedAtMs: Date.now() - 300_000 }
  const at = (host: string) => ({ account, endpoint: `https://${host}.test` })
  const screen = await render(
    <Surroundings>
      <RefreshStatus
        endpoints={[
          endpointState(at('up'), true, list, null),
          endpointState(at('down'), true, old, serviceError('server')),
        ]}
      />
    </Surroundings>,
  )
  const status = screen.getByText(/^1 of 2 updated \d+ s ago$/)
  await expect.element(status).toBeVisible()
  await expect
    .element(status)
    .toHaveAttribute('title', "down.test · Studio: couldn't list sessions")
  await screen.rerender(
    <Surroundings>
      <RefreshStatus
        endpoints={[endpointState(at('down'), true, undefined, serviceError('forbidden'))]}
      />
    </Surroundings>,
  )
  await expect.element(screen.getByText("Couldn't load")).toBeVisible()
})
