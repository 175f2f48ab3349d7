import { useState } from 'react'
import { t } from '../../i18n/t.ts'
import { idInAddress, paths } from '../../paths.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { useFleet } from '../../sessions/fleet.tsx'
import { useExtendSession } from '../../sessions/use-session-actions.ts'
import { isNamed, useSessionAddress } from '../sessions/session-address.ts'
import { useGoTo } from '../shell/use-go-to.ts'
import { focusedSessionPath } from './act-on-key.ts'
import type { Choices } from './list-commands.ts'
import { exportCommands } from './export-commands.ts'
import { pageCommands } from './page-commands.ts'
import { recentStore } from './recent-commands.ts'
import { copyCommand, extendCommand, openCommand, stopCommand } from './session-commands.ts'

/**
 * Returns what the palette can list, as it was when the palette opened: a poll meanwhile must not
 * move a line under the pointer. An operation reads the newest state of its session by itself.
 */
export function useChoices(): Choices {
  const runtime = useRuntime()
  const goTo = useGoTo()
  const { rows } = useFleet()
  const address = useSessionAddress()
  const { mutate: extend } = useExtendSession()
  const [choices] = useState((): Choices => {
    const means = { runtime, goTo, extend }
    return {
      page: [...pageCommands(runtime, goTo), ...exportCommands(runtime, rows)],
      sessions: rows.map((row) => ({ row, text: searchedText(row) })),
      focused:
        focusedRow(rows) ?? (address && rows.find((row) => isNamed(row, address))) ?? null,
      recentIds: recentStore(runtime).getState().ids,
      verbs: { extend: t('command.extendVerb'), stop: t('stop.action') },
      as: {
        open: (row) => openCommand(means, row),
        extend: (row) => extendCommand(means, row),
        stop: (row) => stopCommand(means, row),
        copy: (row) => copyCommand(means, row),
      },
    }
  })
  return choices
}

/** What is searched of a session: its ID, then where it runs. */
function searchedText({ session, region, ref }: FleetRow): string {
  return `${session.id} ${region} ${ref.account.name}`.toLowerCase()
}

/** The session of the row that has the focus. */
function focusedRow(rows: readonly FleetRow[]): FleetRow | null {
  const path = focusedSessionPath()
  if (path === null) return null
  return (
    rows.find(
      ({ ref, session: { id } }) =>
        // Cheaper than a whole path for each of many sessions.
        path.endsWith(encodeURIComponent(idInAddress(id))) &&
        path === paths.session(ref.account.id, ref.endpoint, id),
    ) ?? null
  )
}
