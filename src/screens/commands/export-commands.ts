import { t } from '../../i18n/t.ts'
import type { Runtime } from '../../runtime/runtime.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { copyLink, exportsOf } from '../sessions/export/exports.ts'
import { liveSessions, shownSessions } from '../sessions/export/shown-sessions.ts'
import { selectedRows } from '../sessions/selection.ts'
import { selectionStore } from '../sessions/selection-store.ts'
import { type Command, command } from './command.ts'

/**
 * Returns the commands that take sessions elsewhere: the selected ones, or all that the list shows.
 * @param rows every session that is listed
 */
export function exportCommands(
  runtime: Runtime,
  rows: readonly FleetRow[],
): readonly Command[] {
  const selection = selectionStore(runtime).getState()
  const shown = liveSessions(shownSessions(runtime).rows)
  const selected = selectedRows(selection, shown, new Map(rows.map((row) => [row.key, row])))
  const isSelecting = selection.keys.size > 0
  const exported = isSelecting ? [...selected.shown, ...selected.hidden] : shown
  const detail = t(isSelecting ? 'export.ofSelected' : 'export.ofShown')
  return [
    command('copyLink', t('export.copyLink'), () => copyLink(runtime)),
    ...(exported.length === 0 ? [] : exportsOf(runtime, exported)).map(({ id, title, run }) =>
      command(`export:${id}`, title, run, { detail }),
    ),
  ]
}
