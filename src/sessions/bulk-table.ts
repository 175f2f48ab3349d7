import * as v from 'valibot'
import { endpointKeyFields } from '../accounts/endpoint-key-schema.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { SERVICE_ERROR_KINDS } from '../service/result.ts'
import { defineSharedTable, expiredOperations } from '../tabs/shared-table.ts'
import type { Revised } from '../util/database.ts'
import { count, finite, type Schema } from '../util/parse-stored.ts'
import type { BulkItem, BulkRun } from './bulk.ts'

const runSchema: Schema<BulkRun & Revised> = v.looseObject({
  id: v.string(),
  change: v.variant('kind', [
    v.object({ kind: v.literal('extend'), addMs: finite }),
    v.object({ kind: v.literal('stop') }),
  ]),
  targets: v.array(
    v.object({ ...endpointKeyFields, sessionId: v.string(), createdMs: v.nullable(finite) }),
  ),
  createdAtMs: finite,
  startsAtMs: finite,
  state: v.picklist(['running', 'halted', 'canceled', 'over']),
  halt: v.nullable(v.picklist(['tab-gone', 'offline', 'locked', 'not-listed', 'late'])),
  isDismissed: v.boolean(),
  revision: v.exactOptional(count),
})

const itemSchema: Schema<BulkItem & Revised> = v.looseObject({
  id: v.string(),
  runId: v.string(),
  index: count,
  sentAtMs: v.nullable(finite),
  result: v.nullable(
    v.object({
      end: v.picklist(['done', 'ended', 'refused', 'unclear', 'stopping', 'undone']),
      errorKind: v.nullable(v.picklist(SERVICE_ERROR_KINDS)),
      canRetry: v.boolean(),
    }),
  ),
  createdAtMs: finite,
  revision: v.exactOptional(count),
})

/** Longer than a run is kept that the user has not seen. */
const ITEM_KEPT_MS = 31 * 86_400_000

const isOver = ({ state }: BulkRun) => state === 'over' || state === 'canceled'

const expiredRuns = expiredOperations<{
  id: string
  end: unknown
  createdAtMs: number
  isDismissed: boolean
}>(({ isDismissed }) => !isDismissed)

/** The bulk operations of all tabs. A row is written once, and again only when its state changes. */
export const bulkRuns = defineSharedTable({
  name: 'bulkRuns',
  schema: runSchema,
  keyOf: ({ id }) => id,
  expired: (rows, nowMs, runtime) =>
    expiredRuns(
      // One that was left alone can't be continued forever: its sessions have ended by then.
      rows.map((row) => ({ ...row, end: isOver(row) || row.state === 'halted' ? true : null })),
      nowMs,
      runtime,
    ),
})

/**
 * What is known of their targets, a row each: thousands of targets in one row would be written again
 * with every result.
 */
export const bulkItems = defineSharedTable({
  name: 'bulkItems',
  schema: itemSchema,
  keyOf: ({ id }) => id,
  expired: (rows, nowMs) =>
    rows.filter(({ createdAtMs }) => nowMs - createdAtMs > ITEM_KEPT_MS).map(({ id }) => id),
})

/** What this tab knows of the runs. */
export function bulkRunsStore(runtime: Runtime) {
  return bulkRuns(runtime).store
}

/** What this tab knows of the targets. */
export function bulkItemsStore(runtime: Runtime) {
  return bulkItems(runtime).store
}

/** Returns what is known of the targets of a run, by their place. */
export function bulkItemsOf(
  rows: ReadonlyMap<string, BulkItem>,
  runId: string,
): ReadonlyMap<number, BulkItem> {
  const items = new Map<number, BulkItem>()
  for (const item of rows.values()) if (item.runId === runId) items.set(item.index, item)
  return items
}

/** Deletes a run that the user has seen to its end, with its items. */
export function forgetBulk(runtime: Runtime, runId: string): void {
  bulkRuns(runtime).remove([runId])
  bulkItems(runtime).remove(
    [...bulkItemsOf(bulkItemsStore(runtime).getState().rows, runId).values()].map(
      ({ id }) => id,
    ),
  )
}
