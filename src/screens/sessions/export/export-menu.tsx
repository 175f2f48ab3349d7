import { t } from '../../../i18n/t.ts'
import { useRuntime } from '../../../runtime/runtime-context.ts'
import type { FleetRow } from '../../../sessions/fleet-model.ts'
import { MenuButton, MenuItem } from '../../../ui/menu.tsx'
import { exportsOf } from './exports.ts'

/** Takes sessions elsewhere, as a file or by the clipboard. @param props `rows`: not empty */
export function ExportMenu({ rows }: { rows: readonly FleetRow[] }) {
  return (
    <MenuButton label={t('export.name')} text={t('export.name')}>
      <ExportItems rows={rows} />
    </MenuButton>
  )
}

/** Made while the menu is open, because the rows change with every poll. */
function ExportItems({ rows }: { rows: readonly FleetRow[] }) {
  return exportsOf(useRuntime(), rows).map(({ id, label, run }) => (
    <MenuItem key={id} label={label} disabledReason={null} onClick={run}>
      {label}
    </MenuItem>
  ))
}
