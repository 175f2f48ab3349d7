import { useState } from 'react'
import { useLocation, useNavigate, useParams } from 'react-router'
import { endpointSlug, idInAddress, paths } from '../../paths.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { useFleet } from '../../sessions/fleet.tsx'

/** The active session that the address names, for a form about it. */
export function useSessionRow(): {
  sessionId: string
  /** Null when it is not active, or not known yet. Once there, it stays: it may end meanwhile. */
  row: FleetRow | null
  isLoading: boolean
  /** Back to the session, or to the list when there is none. */
  close: () => void
} {
  const navigate = useNavigate()
  const { search } = useLocation()
  const { accountId, endpoint, sessionId = '' } = useParams()
  const { rows, endpoints } = useFleet()
  const isNamed = ({ ref, session }: FleetRow) =>
    ref.account.id === accountId &&
    endpointSlug(ref.endpoint) === endpoint &&
    idInAddress(session.id) === sessionId
  const listed = rows.find(isNamed)
  const [kept, setKept] = useState(listed)
  if (listed && listed !== kept) setKept(listed)
  const row = listed ?? (kept && isNamed(kept) ? kept : null)
  return {
    sessionId,
    row,
    isLoading: endpoints.some(({ status }) => status === 'loading'),
    close: () =>
      void navigate({
        pathname: row
          ? paths.session(row.ref.account.id, row.ref.endpoint, sessionId)
          : paths.home,
        search,
      }),
  }
}
