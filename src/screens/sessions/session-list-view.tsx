import { Suspense, useDeferredValue, useMemo } from 'react'
import { useMatch } from 'react-router'
import { useAfterList } from '../shell/list-first.tsx'
import { Boundary } from '../shell/boundary.tsx'
import { useGoTo } from '../shell/use-go-to.ts'
import { LIST_ID } from '../shell/skip-link.tsx'
import { FigureStrip } from './figure-strip.tsx'
import type { ShownRow } from './held-order.ts'
import { ListState } from './list-state.tsx'
import { OrderOffer } from './order-offer.tsx'
import { isNamed } from './session-address.ts'
import { SessionTable } from './session-table.tsx'
import { type Figure, filterRows, matchesFigure, sortRows } from './table-model.ts'
import { useHeldOrder } from './use-held-order.ts'
import { useTableQuery } from './use-table-query.ts'
import { t } from '../../i18n/t.ts'
import { paths, patterns } from '../../paths.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { useFleet } from '../../sessions/fleet.tsx'
import { useEndsSoon } from '../../sessions/time-left.ts'
import { buttonClass } from '../../ui/button.tsx'
import { inputClass } from '../../ui/input-class.ts'
import { Icon } from '../../ui/icon.tsx'
import { lazyPart } from '../../ui/lazy-part.ts'

const Timeline = lazyPart(async () => ({
  default: (await import('./timeline.tsx')).Timeline,
}))

/** The list of active sessions with its filters. */
export default function SessionList() {
  const { rows, endpoints } = useFleet()
  const [query, setQuery] = useTableQuery()
  const endsSoon = useEndsSoon()
  const parts = useAfterList()
  const selectedKey = useSelectedKey(rows)
  const goTo = useGoTo()
  const text = useDeferredValue(query.text)
  const { by, descending } = query.sort

  const listed = useMemo(() => new Map(rows.map((row) => [row.key, live(row)])), [rows])
  const wanted = useMemo(
    () =>
      sortRows(
        filterRows(rows, text).filter((row) => matchesFigure(row, query.figure, endsSoon)),
        { by, descending },
      ).map(live),
    [rows, text, query.figure, by, descending, endsSoon],
  )
  const asked = [text, query.figure, by, descending, query.isTimeline].join('\n')
  const order = useHeldOrder(wanted, listed, asked)
  const counts: Record<Figure, number> = useMemo(
    () => ({
      ready: rows.filter((row) => matchesFigure(row, 'ready', endsSoon)).length,
      starting: rows.filter((row) => matchesFigure(row, 'starting', endsSoon)).length,
      ending: rows.filter((row) => matchesFigure(row, 'ending', endsSoon)).length,
    }),
    [rows, endsSoon],
  )
  const isFiltered = query.text !== '' || query.figure !== null

  return (
    <main
      id={LIST_ID}
      tabIndex={-1}
      className="flex min-h-0 min-w-0 flex-1 flex-col outline-none"
      aria-label={t('list.name')}
    >
      <h1 className="sr-only">{t('list.name')}</h1>
      <div className="border-line flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-b px-3 py-2 sm:px-4">
        <FigureStrip
          counts={counts}
          selected={query.figure}
          onSelect={(figure) => setQuery({ figure })}
        />
        {parts && <parts.CostFigure rows={rows} />}
        <OrderOffer order={order} />
        <button
          type="button"
          className={buttonClass('quiet', 'small')}
          onClick={() => setQuery({ isTimeline: !query.isTimeline })}
        >
          <Icon name={query.isTimeline ? 'rows' : 'bars'} />
          {t(query.isTimeline ? 'timeline.hide' : 'timeline.show')}
        </button>
        <label className="relative w-full sm:w-56">
          <span className="sr-only">{t('list.filter')}</span>
          <Icon name="search" className="text-muted absolute top-1/2 left-2 -translate-y-1/2" />
          <input
            type="search"
            value={query.text}
            placeholder={t('list.filter')}
            onChange={(event) => setQuery({ text: event.target.value })}
            className={`${inputClass} pl-7`}
          />
        </label>
      </div>
      {query.isTimeline && wanted.length > 0 ? (
        <Boundary name={t('timeline.name')}>
          <Suspense>
            <Timeline rows={wanted.map(({ row }) => row)} />
          </Suspense>
        </Boundary>
      ) : order.rows.length > 0 && !query.isTimeline ? (
        <SessionTable
          rows={order.rows}
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
          hasRows={rows.length > 0}
          isFiltered={isFiltered}
          onClear={() => setQuery({ text: '', figure: null })}
        />
      )}
    </main>
  )
}

// The same object for the same row, so that an unchanged table is recognized.
const liveRows = new WeakMap<FleetRow, ShownRow>()

function live(row: FleetRow): ShownRow {
  const known = liveRows.get(row) ?? { row, standing: 'live' }
  liveRows.set(row, known)
  return known
}

function useSelectedKey(rows: readonly FleetRow[]): string | null {
  const match = useMatch({ path: `/${patterns.session}`, end: false })
  if (!match) return null
  return rows.find((row) => isNamed(row, match.params))?.key ?? null
}
