import { useState } from 'react'
import { t } from '../../i18n/t.ts'
import { preferencesStore, setPreferences } from '../../runtime/preferences.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { Button } from '../../ui/button.tsx'
import { ExportSection } from './export/export-section.tsx'
import { GroupField, type GroupChoice } from './group-field.tsx'
import { moved } from './column-choice.ts'
import { inOrder } from './column-layout.ts'
import { type Column, COLUMNS } from './columns.tsx'

/** The options of the table: its groups, its columns and their order, and ways to export it. */
export function ViewOptions(props: GroupChoice) {
  return (
    <>
      <div className="border-line p-3 sm:border-b">
        <GroupField {...props} />
      </div>
      <fieldset className="grid gap-2 p-3 max-sm:hidden">
        <legend className="float-left font-semibold">{t('view.columns')}</legend>
        <ColumnList />
      </fieldset>
      <ExportSection />
    </>
  )
}

/**
 * The columns with a box to show each. The buttons that move the chosen column keep their place, so
 * that several presses move the same column on.
 */
function ColumnList() {
  const runtime = useRuntime()
  const { columnOrder, hiddenColumns, columnWidthsPx } = useRuntimeStore(
    preferencesStore,
    (state) => state,
  )
  const columns = inOrder(COLUMNS, columnOrder)
  const [chosenId, setChosenId] = useState(columns[0]?.id)
  const at = columns.findIndex(({ id }) => id === chosenId)
  const name = t(columns[at]?.title ?? 'column.id')
  const move = (step: -1 | 1) =>
    setPreferences(runtime, {
      columnOrder: moved(
        columns.map(({ id }) => id),
        at,
        step,
      ),
    })
  const isDefault =
    columnOrder.length + hiddenColumns.length + Object.keys(columnWidthsPx).length === 0
  return (
    <>
      <ul className="grid">
        {columns.map((column) => (
          <ColumnItem
            key={column.id}
            column={column}
            isShown={!column.canHide || !hiddenColumns.includes(column.id)}
            isChosen={column.id === chosenId}
            onChoose={() => setChosenId(column.id)}
            onShow={(isShown) =>
              setPreferences(runtime, {
                hiddenColumns: isShown
                  ? hiddenColumns.filter((id) => id !== column.id)
                  : [...hiddenColumns, column.id],
              })
            }
          />
        ))}
      </ul>
      <p className="text-muted text-xs">{t('view.columnsHint')}</p>
      <div className="flex gap-2">
        <Button
          size="small"
          aria-label={t('view.upOf', { column: name })}
          disabledReason={at === 0 ? t('view.first') : null}
          onClick={() => move(-1)}
        >
          {t('view.up')}
        </Button>
        <Button
          size="small"
          aria-label={t('view.downOf', { column: name })}
          disabledReason={at === columns.length - 1 ? t('view.last') : null}
          onClick={() => move(1)}
        >
          {t('view.down')}
        </Button>
        <Button
          size="small"
          variant="quiet"
          className="ml-auto"
          disabledReason={isDefault ? t('view.isDefault') : null}
          onClick={() =>
            setPreferences(runtime, { columnOrder: [], hiddenColumns: [], columnWidthsPx: {} })
          }
        >
          {t('view.reset')}
        </Button>
      </div>
    </>
  )
}

function ColumnItem({
  column: { title, canHide },
  isShown,
  isChosen,
  onChoose,
  onShow,
}: {
  column: Column
  isShown: boolean
  isChosen: boolean
  onChoose: () => void
  onShow: (isShown: boolean) => void
}) {
  return (
    <li
      className={`flex items-center rounded ${isChosen ? 'bg-selected' : 'hover:bg-hover'}`}
      onFocus={onChoose}
    >
      <label className="flex items-center self-stretch px-2">
        <input
          type="checkbox"
          className="size-3.5 aria-disabled:opacity-45"
          aria-label={t('view.show', { column: t(title) })}
          title={canHide ? undefined : t('view.always')}
          aria-disabled={!canHide}
          checked={isShown}
          onChange={() => canHide && onShow(!isShown)}
        />
      </label>
      <button
        type="button"
        aria-pressed={isChosen}
        aria-label={t('view.choose', { column: t(title) })}
        className="h-7 flex-1 rounded text-left pointer-coarse:h-10"
        onClick={onChoose}
      >
        {t(title)}
      </button>
    </li>
  )
}
