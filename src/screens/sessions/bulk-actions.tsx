import { useState } from 'react'
import { t } from '../../i18n/t.ts'
import type { BulkChange } from '../../sessions/bulk.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { BulkDialog } from './bulk/lazy-bulk-dialog.tsx'

/**
 * What can be done with the selected sessions.
 * @param props `rows`: the selected sessions, those on screen first, in their order. A later poll
 *   gives another list and leaves this one as it is, so a dialog keeps the list it was opened with
 */
export function BulkActions({ rows }: { rows: readonly FleetRow[] }) {
  const [asked, setAsked] = useState<{
    kind: BulkChange['kind']
    rows: readonly FleetRow[]
  } | null>(null)
  const none = rows.length === 0 ? t('bulk.nonePossible') : null
  return (
    <>
      <Button
        size="small"
        aria-haspopup="dialog"
        disabledReason={none}
        onClick={() => setAsked({ kind: 'extend', rows })}
      >
        {t('bulk.extend')}
      </Button>
      <Button
        size="small"
        variant="stop"
        aria-haspopup="dialog"
        disabledReason={none}
        onClick={() => setAsked({ kind: 'stop', rows })}
      >
        {t('bulk.stop')}
      </Button>
      <CopyButton
        text={rows.map(({ session }) => session.id).join('\n')}
        name={t('select.ids', { count: rows.length })}
        label={t('select.copyIds')}
      />
      {asked && <BulkDialog {...asked} onClose={() => setAsked(null)} />}
    </>
  )
}
