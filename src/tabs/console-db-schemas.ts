import * as v from 'valibot'
import { SERVICE_ERROR_KINDS } from '../service/result.ts'
import { API_VERSIONS } from '../service/session.ts'
import type { Revised } from '../util/database.ts'
import {
  count,
  finite,
  fittingItems,
  origin,
  type Schema,
  setAside,
} from '../util/parse-stored.ts'
import type { Alert } from '../monitor/alerts.ts'
import type { EndpointKey } from '../accounts/endpoint-key.ts'
import type { HistoryEntry, LocalAction } from '../monitor/history.ts'
import type { CreateIntent } from '../starts/create-intent.ts'
import type { StartPlan, StartPlanFailure } from '../starts/start-plan.ts'
import type { UnsentAction } from '../sessions/unsent-action.ts'

/**
 * What the rows of the database must be like, whoever wrote them (see console-db.ts). Further
 * fields stay in a row: a newer version may have added them.
 */

const text = v.string()
const finiteOrNull = v.nullable(finite)
const by = v.picklist(['here', 'elsewhere'])

/** What is kept in each table. */
export type Rows = {
  entries: HistoryEntry
  marks: LocalAction
  alerts: Alert
  intents: CreateIntent & Revised
  plans: StartPlan & Revised
  wishes: UnsentAction & Revised
}

const entry: Schema<HistoryEntry> = v.looseObject({
  key: text,
  sessionKey: text,
  accountId: text,
  accountName: text,
  endpoint: origin,
  region: text,
  sessionId: text,
  size: text,
  status: text,
  startedAtMs: finiteOrNull,
  startedBy: by,
  ready: v.nullable(v.object({ earliestMs: finite, latestMs: finite })),
  leaseMs: finite,
  leases: v.array(v.object({ atMs: finite, leaseMs: finite, by })),
  lastSeenMs: finite,
  endedAtMs: finiteOrNull,
  reason: v.nullable(
    v.picklist(['stopped-here', 'stopped-elsewhere', 'expired', 'error', 'unknown']),
  ),
  message: v.nullable(text),
})

const mark: Schema<LocalAction> = v.looseObject({
  sessionKey: text,
  startedAtMs: finiteOrNull,
  stoppedAtMs: finiteOrNull,
  leaseMs: finiteOrNull,
})

const alert: Schema<Alert> = v.looseObject({
  id: text,
  kind: v.picklist(['ending', 'ready', 'error', 'expired', 'budget', 'renewal-failed']),
  sessionKey: v.nullable(text),
  sessionId: v.nullable(text),
  minutes: finiteOrNull,
  leaseMs: finiteOrNull,
  raisedAtMs: finite,
  snoozedUntilMs: finiteOrNull,
  isDismissed: v.boolean(),
})

const endpointKey = {
  accountId: text,
  endpoint: origin,
  apiVersion: v.picklist(API_VERSIONS),
  serviceAccountId: v.exactOptional(text),
} satisfies { [Name in keyof EndpointKey]-?: unknown }

const intent: Schema<Rows['intents']> = v.looseObject({
  ...endpointKey,
  id: text,
  wanted: v.object({ id: text, size: text, leaseMs: finite, models: v.array(text) }),
  createdAtMs: finite,
  attempts: count,
  firstSentAtMs: finiteOrNull,
  firstSentServerMs: v.exactOptional(finiteOrNull),
  unsettled: count,
  askedAtMs: finiteOrNull,
  hasConflict: v.boolean(),
  wasThere: v.exactOptional(v.boolean()),
  isCancelled: v.boolean(),
  before: v.nullable(v.array(text)),
  end: v.nullable(v.picklist(['adopted', 'refused', 'not-created', 'candidates', 'cancelled'])),
  sessionIds: v.array(text),
  failure: v.nullable(v.picklist(SERVICE_ERROR_KINDS)),
  isDismissed: v.exactOptional(v.boolean()),
  revision: v.exactOptional(count),
})

const startPlanFailure: Schema<StartPlanFailure> = v.union([
  v.object({ kind: v.literal('session'), message: text }),
  v.object({ kind: v.picklist([...SERVICE_ERROR_KINDS, 'not-created']) }),
])

const plan: Schema<Rows['plans']> = v.looseObject({
  id: text,
  createdAtMs: finite,
  activeAtMs: finite,
  wanted: v.object({ id: text, leaseMs: finite, models: v.array(text) }),
  places: v.array(v.object({ ...endpointKey, size: text })),
  failures: v.array(startPlanFailure),
  replaces: v.nullable(v.object({ ...endpointKey, sessionId: text })),
  restarts: v.exactOptional(count),
  begun: v.exactOptional(v.nullable(text)),
  isHalted: v.boolean(),
  isPaused: v.boolean(),
  stopTries: count,
  end: v.nullable(
    v.picklist(['done', 'failed', 'halted', 'lapsed', 'unclear', 'taken', 'lost', 'old-left']),
  ),
  isDismissed: v.boolean(),
  revision: v.exactOptional(count),
})

const wish: Schema<Rows['wishes']> = v.looseObject({
  ...endpointKey,
  id: text,
  kind: v.picklist(['extend', 'stop']),
  sessionId: text,
  addMs: finiteOrNull,
  createdAtMs: finite,
  sentAtMs: finiteOrNull,
  end: v.nullable(v.picklist(['over', 'left-behind'])),
  isDismissed: v.boolean(),
  revision: v.exactOptional(count),
})

/** A row of each table. */
export const rowSchemas: { [Table in keyof Rows]: Schema<Rows[Table]> } = {
  entries: entry,
  marks: mark,
  alerts: alert,
  intents: intent,
  plans: plan,
  wishes: wish,
}

/** What tabs tell each other of history and alerts (see start-monitor.ts). */
export const historyMessage = v.object({
  entries: v.exactOptional(v.array(entry)),
  marks: v.exactOptional(v.array(mark)),
  alerts: v.exactOptional(v.array(alert)),
  /** Keys of entries that were removed. */
  removed: v.exactOptional(v.array(text)),
})

/** Reads rows as stored; those that do not fit stay where they are, and are set aside. */
export const readRows = <T extends keyof Rows>(table: T, rows: readonly unknown[]): Rows[T][] =>
  fittingItems(rowSchemas[table] as Schema<Rows[T]>, rows, (row) =>
    setAside(`rrc-watch ${table}`, row),
  )

/** Reads one row; null when it is absent or does not fit. */
export const readRow = <T extends keyof Rows>(table: T, row: unknown): Rows[T] | null =>
  row === undefined ? null : (readRows(table, [row])[0] ?? null)
