import { expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { setCredential } from '../../accounts/credentials.ts'
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
