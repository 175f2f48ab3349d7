import { Suspense, useMemo, useRef } from 'react'
import { useAfterList } from '../shell/list-first.tsx'
import { Boundary } from '../shell/boundary.tsx'
import { useGoTo } from '../shell/use-go-to.ts'
import { LIST_ID } from '../shell/skip-link.tsx'
import { FilterField } from './filter-field.tsx'
import { FigureStrip } from './figure-strip.tsx'
import { figureOf, withFigure } from './filter/filter-tokens.ts'
import type { RowStanding, ShownRow } from './held-order.ts'
import { ListState } from './list-state.tsx'
import { isNamed, useSessionAddress } from './session-address.ts'
import { isSelecting, selectionStore } from './selection-store.ts'
import { SessionTable } from './session-table.tsx'
import { countFigures } from './table-model.ts'
import { useGroupedRows, useTableItems } from './use-groups.ts'
import { useHeldOrder } from './use-held-order.ts'
import { useTableQuery } from './use-table-query.ts'
import { useWantedRows } from './use-wanted-rows.ts'
import { t } from '../../i18n/t.ts'
import { paths } from '../../paths.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { useFleet } from '../../sessions/fleet.tsx'
import { useCoverage } from '../../sessions/coverage.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { useServerNowOf } from '../../sessions/time-left.ts'
import { lazyPart } from '../../ui/lazy-part.ts'

const Timeline = lazyPart(async () => ({
  default: (await import('./timeline.tsx')).Timeline,
}))

/** The list of active sessions with its filters. */
export default function SessionList() {
  const { rows, recalled, endpoints } = useFleet()
  const [query, setQuery, flushQuery] = useTableQuery()
  const { isTimeline } = query
  const filterField = useRef<HTMLInputElement>(null)
  const coverage = useCoverage(endpoints)
  const parts = useAfterList()
  const selectedKey = useSelectedKey(rows)
  const goTo = useGoTo()

  const listed = useMemo(
    () =>
      new Map([
        // A bar would claim that a session runs, so what an earlier visit knew has none.
        ...(isTimeline
          ? []
          : recalled.map((row) => [row.key, shownAs(row, 'recalled')] as const)),
        ...rows.map((row) => [row.key, shownAs(row, 'live')] as const),
      ]),
    [rows, recalled, isTimeline],
  )
  const { wanted, asked } = useWantedRows(listed, query)
  const group = isTimeline ? null : query.group
  const grouped = useGroupedRows(wanted, group)
  const order = useHeldOrder(
    grouped,
    listed,
    `${asked}\n${group}`,
    isTimeline ? 'timeline' : 'table',
  )
  const items = useTableItems(order.rows, group !== null)
  const serverNowOf = useServerNowOf()
  const counts = useMemo(() => countFigures(rows, serverNowOf), [rows, serverNowOf])
  // The timeline has no boxes, and nothing is done to what can't be seen to be selected.
  const hasSelection = useRuntimeStore(selectionStore, isSelecting) && !isTimeline

  return (
    <main
      id={LIST_ID}
      tabIndex={-1}
      className="flex min-h-0 min-w-0 flex-1 flex-col outline-none"
      aria-label={t('list.name')}
    >
      <h1 className="sr-only">{t('list.name')}</h1>
      <div className="border-line flex shrink-0 flex-col border-b sm:h-12 sm:flex-row sm:items-center sm:gap-3 sm:px-4">
        <div className="figures flex h-12 min-w-0 items-center gap-1 overflow-x-auto overflow-y-hidden px-1 sm:-ml-2.5 sm:flex-1 sm:px-0">
          {hasSelection && parts ? (
            <parts.SelectionBar rows={order.rows} listed={listed} />
          ) : (
            <>
              <FigureStrip
                counts={counts}
                coverage={coverage}
                selected={figureOf(query.text)}
                onSelect={(figure) => setQuery({ text: withFigure(query.text, figure) })}
              />
              {parts && <parts.CostFigure rows={rows} />}
            </>
          )}
          {parts ? <parts.OrderOffer order={order} /> : <span className="flex-1" />}
        </div>
        <div className="mx-3 mb-2 flex gap-2 sm:m-0">
          <FilterField
            ref={filterField}
            text={query.text}
            onType={(typed) => setQuery({ text: typed }, 'soon')}
            onLeave={flushQuery}
          />
          <span className="flex w-8 shrink-0 pointer-coarse:w-10">
            {parts && <parts.SavedViewsButton />}
          </span>
          {/* Its place is kept free until its code is there. */}
          <span className="flex w-8 shrink-0 pointer-coarse:w-10">
            {parts && !isTimeline && (
              <parts.ViewButton group={query.group} onGroup={(by) => setQuery({ group: by })} />
            )}
          </span>
        </div>
      </div>
      {parts && <parts.NoteShown rows={order.rows} />}
      {parts && <parts.FilterNote text={query.text} knownStatuses={query.knownStatuses} />}
      {order.rows.length > 0 && isTimeline ? (
        <Boundary name={t('timeline.name')}>
          <Suspense>
            <Timeline rows={order.rows} hold={order.handlers} />
          </Suspense>
        </Boundary>
      ) : order.rows.length > 0 ? (
        <SessionTable
          rows={order.rows}
          items={items}
          sort={query.sort}
          onSort={(sort) => setQuery({ sort })}
          selectedKey={selectedKey}
          hold={order.handlers}
          onOpen={({ ref, session }) =>
            goTo(paths.session(ref.account.id, ref.endpoint, session.id))
          }
        />
      ) : (
        <ListState
          endpoints={endpoints}
          coverage={coverage}
          hasRows={rows.length + recalled.length > 0}
          isFiltered={query.text !== ''}
          onClear={() => {
            setQuery({ text: '' })
            // The button goes with the message, so its focus goes to what was cleared.
            filterField.current?.focus()
          }}
        />
      )}
    </main>
  )
}

// The same object for the same row, so that an unchanged table is recognized.
const shownRows = { live: new WeakMap(), recalled: new WeakMap() } as const satisfies Partial<
  Record<RowStanding, WeakMap<FleetRow, ShownRow>>
>

function shownAs(row: FleetRow, standing: keyof typeof shownRows): ShownRow {
  const known: ShownRow = shownRows[standing].get(row) ?? { row, standing }
  shownRows[standing].set(row, known)
  return known
}

function useSelectedKey(rows: readonly FleetRow[]): string | null {
  const address = useSessionAddress()
  return (address && rows.find((row) => isNamed(row, address))?.key) ?? null
}
