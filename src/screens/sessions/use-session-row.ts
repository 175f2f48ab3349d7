import { useState } from 'react'
import { useParams } from 'react-router'
import { paths } from '../../paths.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { useFleet } from '../../sessions/fleet.tsx'
import { useCloseTo } from '../shell/use-go-to.ts'
import { isNamed, useSessionAddress } from './session-address.ts'

/** Returns the active session that the address names, for a form about it. */
export function useSessionRow(): {
  sessionId: string
  /** Null until it is listed. It stays once listed, because it can end while the form is open. */
  row: FleetRow | null
  isLoading: boolean
  /** Leads back to the session, or to the list when there is none. */
  close: () => void
} {
  const closeTo = useCloseTo()
  const { sessionId = '' } = useParams()
  const address = useSessionAddress()
  const { rows, endpoints } = useFleet()
  const listed = address ? rows.find((row) => isNamed(row, address)) : undefined
  const [kept, setKept] = useState(listed)
  if (listed && listed !== kept) setKept(listed)
  const row = listed ?? (kept && address && isNamed(kept, address) ? kept : null)
  return {
    sessionId,
    row,
    isLoading: endpoints.some(({ status }) => status === 'loading'),
    close: () =>
      closeTo(
        row ? paths.session(row.ref.account.id, row.ref.endpoint, sessionId) : paths.home,
      ),
  }
}
