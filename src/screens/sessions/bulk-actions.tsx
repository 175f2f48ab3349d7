import { t } from '../../i18n/t.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { CopyButton } from '../../ui/copy-button.tsx'

/**
 * What can be done with the selected sessions.
 * @param props `rows`: the selected sessions, those on screen first, in their order. A later poll
 *   gives another list and leaves this one as it is, so a dialog keeps the list it was opened with
 */
export function BulkActions({ rows }: { rows: readonly FleetRow[] }) {
  return (
    <CopyButton
      text={rows.map(({ session }) => session.id).join('\n')}
      name={t('select.ids', { count: rows.length })}
      label={t('select.copyIds')}
    />
  )
}
