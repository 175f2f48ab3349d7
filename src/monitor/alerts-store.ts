import * as v from 'valibot'
import type { Runtime } from '../runtime/runtime.ts'
import { defineSharedTable } from '../tabs/shared-table.ts'
import type { Revised } from '../util/database.ts'
import { count, finite, type Schema } from '../util/parse-stored.ts'
import { type Alert, isForgotten } from './alerts.ts'

const schema: Schema<Alert & Revised> = v.looseObject({
  id: v.string(),
  kind: v.picklist(['ending', 'ready', 'error', 'expired', 'budget', 'renewal-failed']),
  sessionKey: v.nullable(v.string()),
  sessionId: v.nullable(v.string()),
  minutes: v.nullable(finite),
  leaseMs: v.nullable(finite),
  raisedAtMs: finite,
  snoozedUntilMs: v.nullable(finite),
  isDismissed: v.boolean(),
  revision: v.exactOptional(count),
})

/** The alerts of all tabs. */
export const alertsTable = defineSharedTable({
  name: 'alerts',
  schema,
  keyOf: ({ id }) => id,
  expired: (alerts: readonly Alert[], nowMs) =>
    alerts.filter((alert) => isForgotten(alert, nowMs)).map(({ id }) => id),
})

/** Returns the alerts that this tab knows. */
export function alertsStore(runtime: Runtime) {
  return alertsTable(runtime).store
}

/** Raises the alerts that no tab has raised before. @returns those that are new */
export function raiseAlerts(
  runtime: Runtime,
  alerts: readonly Alert[],
): Promise<readonly Alert[]> {
  return alertsTable(runtime).add(alerts)
}

/** Dismisses or snoozes alerts in all tabs. */
export function changeAlerts(
  runtime: Runtime,
  alerts: readonly Pick<Alert, 'id'>[],
  change: Partial<Pick<Alert, 'isDismissed' | 'snoozedUntilMs'>>,
): void {
  const { rows } = alertsStore(runtime).getState()
  const known = alerts.flatMap(({ id }) => rows.get(id) ?? [])
  alertsTable(runtime).put(known.map((alert) => ({ ...alert, ...change })))
}
