import { useMatch } from 'react-router'
import { accountsStore, type EndpointRef } from '../../accounts/accounts.ts'
import { askedFor } from '../../accounts/twins.ts'
import { endpointSlug, idInAddress, patterns } from '../../paths.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { useFleet } from '../../sessions/fleet.tsx'

/** The part of an address that names a session, as parsed by the router (see paths.ts). */
export type SessionAddress = {
  accountId?: string | undefined
  endpoint?: string | undefined
  sessionId?: string | undefined
}

/** Whether an address names the session of a row. */
export function isNamed({ ref, session }: FleetRow, address: SessionAddress): boolean {
  return (
    ref.account.id === address.accountId &&
    endpointSlug(ref.endpoint) === address.endpoint &&
    idInAddress(session.id) === address.sessionId
  )
}

/**
 * Returns the endpoint that the page's address names, or the one that is asked in its place; null
 * when no account has it.
 */
export function useAddressedEndpoint(): EndpointRef | null {
  return useAddressed().ref
}

/**
 * Returns the part of the page's address that names a session; null on other pages. An address may
 * name a twin of the account that is asked: then it is the address at that one.
 */
export function useSessionAddress(): SessionAddress | null {
  const { address, ref } = useAddressed()
  return address && ref ? { ...address, accountId: ref.account.id } : address
}

function useAddressed(): { address: SessionAddress | null; ref: EndpointRef | null } {
  const address = useMatch({ path: `/${patterns.session}`, end: false })?.params ?? null
  const account = useRuntimeStore(accountsStore, ({ accounts }) =>
    accounts.find(({ id }) => id === address?.accountId),
  )
  const { endpoints } = useFleet()
  const endpoint = account?.endpoints.find((known) => endpointSlug(known) === address?.endpoint)
  if (!account || endpoint === undefined) return { address, ref: null }
  return {
    address,
    ref: askedFor(
      { account, endpoint },
      endpoints.map(({ ref }) => ref),
    ),
  }
}
