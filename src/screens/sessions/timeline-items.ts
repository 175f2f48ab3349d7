import { useMemo } from 'react'
import { needsNetwork } from '../../accounts/accounts.ts'
import { MAX_EXTENDED_LEASE_MS } from '../../lease/limits.ts'
import type { HistoryEntry } from '../../monitor/history.ts'
import { historyStore } from '../../monitor/history-store.ts'
import { paths } from '../../paths.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { createdAtMsOf } from '../../service/session.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { isListStale, serverNowAt, useEndpointOf } from '../../sessions/time-left.ts'
import { wakeStore } from '../../tabs/page-lifecycle.ts'
import { useIsOffline } from '../../util/use-is-offline.ts'
import type { ShownRow } from './held-order.ts'
import type { Life } from './timeline-model.ts'

/** One session on the timeline. It has a row only while it runs, and can't be acted on without. */
export type TimelineItem = {
  key: string
  id: string
  /** Address of its page. */
  path: string
  life: Life
  row: FleetRow | null
  /** It ended, and keeps its place among those that run until the order is applied. */
  isGone: boolean
  /** Nothing newer can be known: its list is old, or the browser is offline. */
  isOld: boolean
}

const HOUR_MS = 3_600_000

/**
 * Returns the rows in their order, then the sessions that ended within the past day. One that ended
 * while its row kept its place is there once, in that place.
 * @param nowMs local clock, epoch ms
 */
export function useTimelineItems(
  rows: readonly ShownRow[],
  nowMs: number,
): readonly TimelineItem[] {
  const entries = useRuntimeStore(historyStore, (state) => state.rows)
  const endpointOf = useEndpointOf()
  const wake = useRuntimeStore(wakeStore, (state) => state)
  const isOffline = useIsOffline()
  const hour = Math.floor(nowMs / HOUR_MS)
  const ended = useMemo(
    () =>
      [...entries.values()]
        .filter(({ endedAtMs }) => endedAtMs !== null && endedAtMs > (hour - 24) * HOUR_MS)
        .toSorted((a, b) => (b.endedAtMs ?? 0) - (a.endedAtMs ?? 0)),
    [entries, hour],
  )
  return useMemo(() => {
    const inPlace = new Set<string>()
    const items = rows.map(({ row, standing }) => {
      const endpoint = endpointOf(row)
      const isStale = endpoint !== undefined && isListStale(endpoint, nowMs, wake)
      const item = {
        ...itemOfRow(row, nowMs, serverNowAt(row, endpoint, nowMs, wake)),
        isOld: isStale || (isOffline && needsNetwork(row.ref.account)),
      }
      if (standing === 'live') return item
      const entry = ended.find(({ sessionKey }) => sessionKey === row.key)
      if (entry) inPlace.add(entry.key)
      return goneItem(item, entry, nowMs)
    })
    return [...items, ...ended.filter(({ key }) => !inPlace.has(key)).map(itemOfEntry)]
  }, [rows, ended, nowMs, endpointOf, wake, isOffline])
}

/**
 * Returns the bar of a session that ended while its row kept its place.
 * @param item as it was while it ran
 * @param entry of the history; undefined until the end is recorded there
 * @param nowMs local clock, epoch ms
 */
function goneItem(
  item: TimelineItem,
  entry: HistoryEntry | undefined,
  nowMs: number,
): TimelineItem {
  const { life } = item
  const endedAtMs = life.endsAtMs === null ? null : Math.min(life.endsAtMs, nowMs)
  return {
    ...item,
    row: null,
    isGone: true,
    isOld: false,
    life: entry
      ? itemOfEntry(entry).life
      : { ...life, endsAtMs: endedAtMs, latestEndMs: null, limitAtMs: null, isOver: true },
  }
}

/**
 * Returns a running session as a bar.
 * @param nowMs local clock, epoch ms
 * @param serverNowMs the service's clock, epoch ms
 */
function itemOfRow(row: FleetRow, nowMs: number, serverNowMs: number): TimelineItem {
  const { session, ref } = row
  // A simulated service may run faster than real time.
  const speed = ref.account.simulatedSpeed ?? 1
  const localMs = (atMs: number) => nowMs + (atMs - serverNowMs) / speed
  const createdAtMs = createdAtMsOf(session)
  const isStarting = session.status === 'Starting'
  const ready = isStarting ? null : session.ready
  return {
    key: row.key,
    id: session.id,
    path: paths.session(ref.account.id, ref.endpoint, session.id),
    row,
    isGone: false,
    isOld: false,
    life: {
      status: session.status,
      startedAtMs: createdAtMs === null ? null : localMs(createdAtMs),
      readyAtMs: ready && localMs(ready.earliestMs),
      endsAtMs: isStarting
        ? nowMs + session.leaseMs / speed
        : ready && localMs(ready.earliestMs + session.leaseMs),
      latestEndMs: ready && localMs(ready.latestMs + session.leaseMs),
      limitAtMs: ready && localMs(ready.earliestMs + MAX_EXTENDED_LEASE_MS),
      isOver: false,
    },
  }
}

function itemOfEntry(entry: HistoryEntry): TimelineItem {
  return {
    key: entry.key,
    id: entry.sessionId,
    path: paths.session(entry.accountId, entry.endpoint, entry.sessionId),
    row: null,
    isGone: false,
    isOld: false,
    life: {
      status: entry.status,
      startedAtMs: entry.startedAtMs,
      readyAtMs: entry.ready?.earliestMs ?? null,
      endsAtMs: entry.endedAtMs,
      latestEndMs: null,
      limitAtMs: null,
      isOver: true,
    },
  }
}
