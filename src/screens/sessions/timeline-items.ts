import { useMemo } from 'react'
import { MAX_EXTENDED_LEASE_MS } from '../../lease/limits.ts'
import type { HistoryEntry } from '../../monitor/history.ts'
import { historyStore } from '../../monitor/history-store.ts'
import { paths } from '../../paths.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { createdAtMsOf } from '../../service/session.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { serverNowAt, useEndpointOf } from '../../sessions/time-left.ts'
import { wakeStore } from '../../tabs/page-lifecycle.ts'
import type { Life } from './timeline-model.ts'

/** One session on the timeline. It has a row only while it runs. */
export type TimelineItem = {
  key: string
  id: string
  /** Address of its page. */
  path: string
  life: Life
  row: FleetRow | null
}

const HOUR_MS = 3_600_000

/**
 * Returns running sessions in the order of the table, then those that ended within the past day.
 * @param nowMs local clock, epoch ms
 */
export function useTimelineItems(
  rows: readonly FleetRow[],
  nowMs: number,
): readonly TimelineItem[] {
  const entries = useRuntimeStore(historyStore, (state) => state.rows)
  const endpointOf = useEndpointOf()
  const wake = useRuntimeStore(wakeStore, (state) => state)
  const hour = Math.floor(nowMs / HOUR_MS)
  const ended = useMemo(
    () =>
      [...entries.values()]
        .filter(({ endedAtMs }) => endedAtMs !== null && endedAtMs > (hour - 24) * HOUR_MS)
        .toSorted((a, b) => (b.endedAtMs ?? 0) - (a.endedAtMs ?? 0))
        .map(itemOfEntry),
    [entries, hour],
  )
  const running = useMemo(
    () =>
      rows.map((row) => itemOfRow(row, nowMs, serverNowAt(row, endpointOf(row), nowMs, wake))),
    [rows, nowMs, endpointOf, wake],
  )
  return useMemo(() => [...running, ...ended], [running, ended])
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
