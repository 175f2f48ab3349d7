import { useState } from 'react'
import { useParams } from 'react-router'
import { paths } from '../../paths.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { useFleet } from '../../sessions/fleet.tsx'
import { historyTrail, position } from '../shell/console-history.ts'
import { useCloseTo } from '../shell/use-go-to.ts'
import { isNamed, useSessionAddress } from './session-address.ts'

/** Returns the active session that the address names, for a form about it. */
export function useSessionRow(): {
  sessionId: string
  /** Null until it is listed. It stays once listed, because it can end while the form is open. */
  row: FleetRow | null
  isLoading: boolean
  /** Leads back to the list when the form was opened there, else to the session. */
  close: () => void
} {
  const runtime = useRuntime()
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
    close: () => {
      const openedFrom = historyTrail(runtime).entries.get(position() - 1)?.pathname
      closeTo(
        row && openedFrom !== paths.home
          ? paths.session(row.ref.account.id, row.ref.endpoint, sessionId)
          : paths.home,
      )
    },
  }
}
