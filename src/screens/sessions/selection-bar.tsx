import { useEffect, useMemo } from 'react'
import { t } from '../../i18n/t.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { Button } from '../../ui/button.tsx'
import { BulkActions } from './bulk-actions.tsx'
import { ExportMenu } from './export/export-menu.tsx'
import type { ShownRow } from './held-order.ts'
import { selectedRows, withoutGone } from './selection.ts'
import { NOTHING_SELECTED, select, selectionStore } from './selection-store.ts'
import { focusRows } from './use-row-focus.ts'

/**
 * How many sessions are selected and what can be done with them. It stands in the place of the
 * figures, which has the same height, so that nothing moves.
 * @param props `rows`: what is on screen; `listed`: every row that there is, by key
 */
export function SelectionBar({
  rows,
  listed,
}: {
  rows: readonly ShownRow[]
  listed: ReadonlyMap<string, ShownRow>
}) {
  const runtime = useRuntime()
  const selection = useRuntimeStore(selectionStore, (state) => state)
  // Apart from the selection, which changes more often.
  const onScreen = useMemo(() => rows.flatMap(liveRow), [rows])
  const live = useMemo(() => liveRows(listed), [listed])
  const { shown, hidden } = useMemo(
    () => selectedRows(selection, onScreen, live),
    [selection, onScreen, live],
  )
  const all = useMemo(() => [...shown, ...hidden], [shown, hidden])
  useEffect(() => {
    select(runtime, (state) => withoutGone(state, (key) => listed.has(key)))
  }, [runtime, listed])
  return (
    <div
      role="toolbar"
      aria-label={t('select.bar')}
      className="flex min-w-0 shrink-0 items-center gap-3 px-2.5"
    >
      <p role="status" className="flex items-baseline gap-2 text-sm whitespace-nowrap">
        <span className="font-semibold">{t('select.count', { count: all.length })}</span>
        {hidden.length > 0 && (
          <span className="text-muted">{t('select.hidden', { count: hidden.length })}</span>
        )}
        {selection.goneCount > 0 && (
          <span className="text-muted">{t('select.gone', { count: selection.goneCount })}</span>
        )}
      </p>
      <BulkActions rows={all} />
      {all.length > 0 && <ExportMenu rows={all} />}
      <Button
        size="small"
        variant="quiet"
        onClick={({ currentTarget }) => {
          // The button goes with the selection, so its focus goes to the table.
          focusRows(currentTarget.closest('main'))
          select(runtime, () => NOTHING_SELECTED)
        }}
      >
        {t('select.clear')}
      </Button>
    </div>
  )
}

function liveRow({ row, standing }: ShownRow) {
  return standing === 'live' ? [row] : []
}

function liveRows(listed: ReadonlyMap<string, ShownRow>) {
  return new Map([...listed.values()].flatMap(liveRow).map((row) => [row.key, row]))
}
