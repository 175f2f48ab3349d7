import type { ChangeEvent } from 'react'
import { t } from '../../i18n/t.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { shareSelected, toggled, withAll, withNone } from './selection.ts'
import { select, selectionStore } from './selection-store.ts'
import { shownKeys } from './shown-keys.ts'
import type { ShownRow } from './held-order.ts'

/**
 * Selects the session of a row. The Tab key passes it, because Space does the same on the name of
 * the session.
 */
export function SelectBox({ row: { key, session } }: { row: FleetRow }) {
  const runtime = useRuntime()
  const isSelected = useRuntimeStore(selectionStore, ({ keys }) => keys.has(key))
  return (
    <label className="select-label">
      <input
        type="checkbox"
        tabIndex={-1}
        aria-label={t('select.row', { id: session.id })}
        className="select-box"
        checked={isSelected}
        onChange={(event) => {
          // A range is selected by table-selection.tsx, which knows the order on screen.
          if (!hasShift(event)) select(runtime, (selection) => toggled(selection, key))
        }}
      />
    </label>
  )
}

/** Selects all sessions that the filter shows, or deselects them. */
export function SelectAll({ rows }: { rows: readonly ShownRow[] }) {
  const runtime = useRuntime()
  const share = useRuntimeStore(selectionStore, (selection) =>
    selection.keys.size === 0 ? 'none' : shareSelected(selection, shownKeys(rows)),
  )
  return (
    <label className="select-label">
      <span className="sr-only">{t('select.column')}</span>
      <input
        ref={(box) => {
          if (box) box.indeterminate = share === 'some'
        }}
        type="checkbox"
        tabIndex={-1}
        aria-label={t('select.all')}
        title={t('select.all')}
        className="select-box"
        checked={share === 'all'}
        onChange={() =>
          select(runtime, (selection) =>
            (share === 'all' ? withNone : withAll)(selection, shownKeys(rows)),
          )
        }
      />
    </label>
  )
}

function hasShift({ nativeEvent }: ChangeEvent): boolean {
  return nativeEvent instanceof MouseEvent && nativeEvent.shiftKey
}
