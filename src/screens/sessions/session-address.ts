import { useParams } from 'react-router'
import { accountsStore, type EndpointRef } from '../../accounts/accounts.ts'
import { endpointSlug, idInAddress } from '../../paths.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'

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

/** Returns the endpoint that the page's address names; null when no account has it. */
export function useAddressedEndpoint(): EndpointRef | null {
  const { accountId, endpoint: slug } = useParams()
  const account = useRuntimeStore(accountsStore, ({ accounts }) =>
    accounts.find(({ id }) => id === accountId),
  )
  const endpoint = account?.endpoints.find((known) => endpointSlug(known) === slug)
  return account && endpoint !== undefined ? { account, endpoint } : null
}
