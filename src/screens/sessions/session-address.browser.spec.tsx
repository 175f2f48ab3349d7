import { expect, test } from 'vitest'
import { render } from 'vitest-browser-react'
import { accountsStore } from '../../accounts/accounts.ts'
import { setCredential } from '../../accounts/credentials.ts'
import { paths } from '../../paths.ts'
import { FleetProvider } from '../../sessions/fleet.tsx'
import { openRuntime } from '../../test-support/open-runtime.ts'
import { account, ENDPOINT, Surroundings } from '../../test-support/screen.tsx'
import { useAddressedEndpoint, useSessionAddress } from './session-address.ts'

function Addressed() {
  return (
    <output>
      {useAddressedEndpoint()?.account.id ?? 'none'} {useSessionAddress()?.accountId ?? 'none'}
    </output>
  )
}

/** Opens the page of a session at an account. Its twin is the one that is unlocked. */
const open = (accountId: string) => {
  const runtime = openRuntime()
  accountsStore(runtime).setState({ accounts: [account, { ...account, id: 'twin' }] })
  setCredential(runtime, 'twin', { kind: 'key', accountKey: 'key' })
  return render(
    <Surroundings runtime={runtime} entries={[paths.session(accountId, ENDPOINT, 'one')]}>
      <FleetProvider>
        <Addressed />
      </FleetProvider>
    </Surroundings>,
  )
}

test('an address that names a twin of the account that is asked leads to the session there', async () => {
  const screen = await open(account.id)
  await expect.element(screen.getByRole('status')).toHaveTextContent('twin twin')
})

test('an address of a removed account leads nowhere', async () => {
  const screen = await open('removed')
  await expect.element(screen.getByRole('status')).toHaveTextContent('none removed')
})
