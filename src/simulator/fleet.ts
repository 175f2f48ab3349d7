import { DISTINCT, PLACES, PURPOSES, type Sketch } from './fleet-sketches.ts'
import { pick, pickNumber, share } from './random.ts'
import type { SessionRecord } from './record.ts'
import { startFailure, startUpMs } from './start-up.ts'

/** Everything that decides a generated fleet: the same facts give the same sessions. */
export type FleetPlan = {
  sessions: number
  seed: number
  /** Hosts over which the sessions are spread. */
  endpoints: readonly string[]
  /** The simulated instant at which the fleet is as sketched. */
  originMs: number
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/**
 * The generated sessions of each endpoint, the oldest first among the sketches.
 * @returns by host; contains every endpoint of the plan, even one without a session
 */
export function generateFleet(plan: FleetPlan): Map<string, SessionRecord[]> {
  const { sessions, seed, endpoints, originMs } = plan
  const fleet = new Map(endpoints.map((host): [string, SessionRecord[]] => [host, []]))
  if (endpoints.length === 0) return fleet
  for (let index = 0; index < sessions; index++) {
    const choice = `fleet ${seed} ${index}`
    const sketch = DISTINCT[index] ?? furtherSketch(choice, index)
    // The first dozen are spread over the regions, so that a small fleet is never all in one.
    const host =
      endpoints[index < DISTINCT.length ? index % endpoints.length : -1] ??
      pick(`${choice} host`, endpoints)
    fleet.get(host)?.push(toRecord(sketch, choice, originMs))
  }
  return fleet
}

/** A session beyond the first dozen: usually Ready, at any point of its lease. */
function furtherSketch(choice: string, index: number): Sketch {
  const kind = share(`${choice} kind`)
  const leaseMs = pick(`${choice} lease`, [1, 2, 3, 4, 6, 8]) * HOUR_MS
  const agoMs = pickNumber(`${choice} ago`, MINUTE_MS, 20 * HOUR_MS)
  const name = `${pick(`${choice} place`, PLACES)}-${pick(`${choice} purpose`, PURPOSES)}`
  const base = {
    id: `${name}-${String(index + 1).padStart(4, '0')}`,
    size: share(`${choice} size`) < 0.8 ? 'Standard' : 'Premium',
    leaseMs,
  }
  if (kind < 0.92)
    return { ...base, is: 'Ready', readyAgoMs: Math.floor(share(choice) * leaseMs) }
  if (kind < 0.97) return { ...base, is: 'Starting', startedShare: share(choice) * 0.9 }
  if (kind < 0.98) return { ...base, is: 'Stopped', endedAgoMs: agoMs, ranMs: leaseMs / 2 }
  if (kind < 0.99) return { ...base, is: 'Expired', endedAgoMs: agoMs }
  return { ...base, is: 'Error', endedAgoMs: agoMs }
}

function toRecord(sketch: Sketch, choice: string, originMs: number): SessionRecord {
  const { id, size, leaseMs } = sketch
  const startMs = startUpMs(size, 'none', choice)
  const record = (readyAtMs: number): SessionRecord => ({
    id,
    createdAtMs: readyAtMs - startMs,
    readyAtMs,
    size,
    leaseMs,
    stoppedAtMs: null,
    failure: null,
  })
  switch (sketch.is) {
    case 'Ready':
      return record(originMs - sketch.readyAgoMs)
    case 'Starting':
      return record(originMs + Math.ceil(startMs * (1 - sketch.startedShare)))
    case 'Expired':
      return record(originMs - sketch.endedAgoMs - leaseMs)
    case 'Stopped':
      return {
        ...record(originMs - sketch.endedAgoMs - sketch.ranMs),
        stoppedAtMs: originMs - sketch.endedAgoMs,
      }
    case 'Error': {
      const failed = record(originMs - sketch.endedAgoMs)
      const { createdAtMs, readyAtMs } = failed
      const failure = startFailure(size, 'fails-to-start', createdAtMs, readyAtMs)
      return { ...failed, failure }
    }
  }
}
