import { canExtend, mayRun } from '../lease/session-rules.ts'
import type { Preferences } from '../runtime/preferences.ts'
import { setAutoExtendRule, autoExtendRulesStore } from './auto-extend-rules.ts'
import { apartMs } from '../util/apart.ts'
import { type Alert, dueEnding, newAlert } from './alerts.ts'
import {
  type AutoExtendRule,
  coversEnd,
  EXTEND_BEFORE_MS,
  nextAutoExtension,
} from './auto-extend.ts'
import type { Rates } from './cost.ts'
import { extendSession } from '../sessions/extend-session.ts'
import type { Ending } from '../sessions/endings.ts'
import type { FleetRow } from '../sessions/fleet-model.ts'
import { perRuntime } from '../runtime/part.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { actionsOf } from '../sessions/pending-actions.ts'
import type { OnAlerts } from './record-history.ts'

/** Raises alerts before leases end, and extends them automatically. In the leading tab only. */

/** What this tab remembers from one look to the next, by session key. */
const memoryOf = perRuntime(() => ({
  /** The lease at the last look, ms: another lease means that someone has dealt with the end. */
  leases: new Map<string, number>(),
  /** When an extension was last tried, epoch ms, so that a failure is not repeated at once. */
  triedAtMs: new Map<string, number>(),
}))

/**
 * Remembers the leases of a list, once. A later lease is then known to be another one, also of a
 * session whose end was not near at the last look.
 */
export function noteLeases(runtime: Runtime, rows: readonly FleetRow[]): void {
  const { leases } = memoryOf(runtime)
  for (const { key, session } of rows) leases.set(key, session.leaseMs)
}

/**
 * Raises the alerts that are due.
 * @param endings at least those that passed a threshold since the last look
 * @param nowMs local clock, epoch ms
 */
export function warnOfEnds(
  runtime: Runtime,
  endings: readonly Ending[],
  preferences: Preferences,
  nowMs: number,
  onAlerts: OnAlerts,
): void {
  const { leases } = memoryOf(runtime)
  const rules = autoExtendRulesStore(runtime).getState().bySession
  const due: Alert[] = []
  for (const { row, view } of endings) {
    const leaseBeforeMs = leases.get(row.key) ?? null
    leases.set(row.key, row.session.leaseMs)
    // A stale list raises no alert.
    if (view.isStale || !mayRun(row.session.status)) continue
    const rule = rules[row.key]
    if (rule && isEndCovered(rule, { row, view }, preferences, nowMs)) continue
    const passed = dueEnding(
      {
        sessionKey: row.key,
        sessionId: row.session.id,
        leaseMs: row.session.leaseMs,
        leftMs: view.leftMs,
      },
      preferences.alertsMin,
      leaseBeforeMs,
    )
    if (!passed) continue
    const { id, minutes, isSilent } = passed
    due.push(alertFor(row, { id, kind: 'ending', minutes, isDismissed: isSilent }, nowMs))
  }
  // At once, because thousands of leases may end together.
  if (due.length > 0) void onAlerts(due)
}

/** Returns whether a session's rule makes alerts about its end unnecessary now. */
export function isEndCovered(
  rule: AutoExtendRule,
  { row, view }: Ending,
  rates: Rates,
  nowMs: number,
): boolean {
  const next = nextAutoExtension(rule, leaseOf({ row, view }), rates, nowMs)
  return coversEnd(next, view.leftMs, row.ref.account.simulatedSpeed ?? 1)
}

function leaseOf({ row: { session }, view: { endsAtMs } }: Ending) {
  return { leaseMs: session.leaseMs, endsAtMs, size: session.size }
}

/** A failed extension is tried again after this time. */
const RETRY_AFTER_MS = 60_000

/** Drops what is remembered of ended sessions. @param running keys of the sessions that run */
export function forgetEnded(runtime: Runtime, running: ReadonlySet<string>): void {
  for (const bySession of Object.values(memoryOf(runtime)))
    for (const key of bySession.keys()) if (!running.has(key)) bySession.delete(key)
}

/** Extends the leases that are due by their rules. @param nowMs local clock, epoch ms */
export function autoExtendLeases(
  runtime: Runtime,
  rows: ReadonlyMap<string, Ending>,
  preferences: Preferences,
  nowMs: number,
  onAlerts: OnAlerts,
): void {
  const { triedAtMs } = memoryOf(runtime)
  for (const [key, rule] of Object.entries(
    autoExtendRulesStore(runtime).getState().bySession,
  )) {
    const ending = rows.get(key)
    if (!ending || ending.view.isStale || actionsOf(runtime, key).length > 0) continue
    const { row, view } = ending
    const speed = row.ref.account.simulatedSpeed ?? 1
    if (!canExtend(row.session.status) || view.leftMs > EXTEND_BEFORE_MS * speed) continue
    const next = nextAutoExtension(rule, leaseOf(ending), preferences, nowMs)
    const failed = (reason: string) =>
      void onAlerts([
        alertFor(
          row,
          { id: `renewal ${reason} ${key} ${row.session.leaseMs}`, kind: 'renewal-failed' },
          nowMs,
        ),
      ])
    if (next.kind === 'over') {
      failed(next.reason)
      setAutoExtendRule(runtime, key, null)
      continue
    }
    if (apartMs(nowMs, triedAtMs.get(key) ?? -Infinity) < RETRY_AFTER_MS) continue
    triedAtMs.set(key, nowMs)
    // A total, because the limits of the rule apply to it: what someone else adds meanwhile counts.
    const toLeaseMs = row.session.leaseMs + next.addMs
    void extendSession(runtime, row, { toLeaseMs }).then((outcome) => {
      if ('error' in outcome && outcome.error.kind !== 'cancelled') failed(outcome.error.kind)
    })
  }
}

function alertFor(
  row: FleetRow,
  known: Pick<Alert, 'id' | 'kind'> & Partial<Alert>,
  nowMs: number,
): Alert {
  return newAlert(
    {
      sessionKey: row.key,
      sessionId: row.session.id,
      leaseMs: row.session.leaseMs,
      ...known,
    },
    nowMs,
  )
}
