import { useEffect } from 'react'
import { perRuntime } from '../../../runtime/part.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import { useRuntime } from '../../../runtime/runtime-context.ts'
import type { FleetRow } from '../../../sessions/fleet-model.ts'
import type { ShownRow } from '../held-order.ts'

/** The rows that the list of this tab shows, for what acts on all of them from elsewhere. */
export const shownSessions = perRuntime((): { rows: readonly ShownRow[] } => ({ rows: [] }))

/** Notes which rows the list shows. It draws nothing. */
export function NoteShown({ rows }: { rows: readonly ShownRow[] }) {
  const runtime = useRuntime()
  useEffect(() => {
    note(runtime, rows)
    return () => note(runtime, [])
  }, [runtime, rows])
  return null
}

function note(runtime: Runtime, rows: readonly ShownRow[]): void {
  shownSessions(runtime).rows = rows
}

/** Returns the shown sessions that are in the list of the service: nothing else is certain. */
export function liveSessions(rows: readonly ShownRow[]): readonly FleetRow[] {
  return rows.flatMap(({ row, standing }) => (standing === 'live' ? row : []))
}
