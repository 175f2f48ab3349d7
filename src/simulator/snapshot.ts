import { type FleetPlan, generateFleet } from './fleet.ts'
import { isForgotten, type SessionRecord } from './record.ts'
import { sessionKey, type SimulatorState } from './state.ts'

/** The generated sessions of one endpoint by ID, in their order. */
type Fleet = Map<string, Map<string, SessionRecord>>

/** The service at one instant: the stored state, the generated fleet, and the time. */
export type Snapshot = {
  state: SimulatorState
  fleet: Fleet
  /** Simulated, epoch ms. */
  nowMs: number
}

/**
 * Generates fleets and keeps the last one. Every call needs it, and making 10,000 sessions
 * takes longer than answering.
 */
export function createFleetCache(): (plan: FleetPlan) => Fleet {
  let kept: { key: string; fleet: Fleet } | null = null
  return (plan) => {
    const key = JSON.stringify(plan)
    if (kept?.key !== key) {
      const fleet: Fleet = new Map()
      for (const [host, records] of generateFleet(plan))
        fleet.set(host, new Map(records.map((record) => [record.id, record])))
      kept = { key, fleet }
    }
    return kept.fleet
  }
}

/** One session of an endpoint; null when there is none, or it ended over 30 days ago. */
export function findSession(
  { state, fleet, nowMs }: Snapshot,
  endpoint: string,
  id: string,
): SessionRecord | null {
  const record = state.changed[sessionKey(endpoint, id)] ?? fleet.get(endpoint)?.get(id)
  return record && !isForgotten(record, nowMs) ? record : null
}

/**
 * All sessions of an endpoint, including ended ones: first the generated ones, then the created
 * ones.
 */
export function allSessions({ state, fleet }: Snapshot, endpoint: string): SessionRecord[] {
  const generated = fleet.get(endpoint) ?? new Map<string, SessionRecord>()
  const sessions = Array.from(
    generated.values(),
    (record) => state.changed[sessionKey(endpoint, record.id)] ?? record,
  )
  const prefix = sessionKey(endpoint, '')
  for (const [key, record] of Object.entries(state.changed))
    if (key.startsWith(prefix) && !generated.has(record.id)) sessions.push(record)
  return sessions
}

/** Stores a created or changed session, and deletes created ones that ended long ago. */
export function putSession(snapshot: Snapshot, endpoint: string, record: SessionRecord): void {
  const { state, fleet, nowMs } = snapshot
  for (const [key, old] of Object.entries(state.changed)) {
    const isGenerated = fleet.get(key.slice(0, key.indexOf('/')))?.has(old.id)
    if (!isGenerated && isForgotten(old, nowMs)) delete state.changed[key]
  }
  state.changed[sessionKey(endpoint, record.id)] = record
}
