import * as v from 'valibot'
import {
  count,
  finite,
  fittingFields,
  fittingItems,
  LATEST_MS,
  parseMessage,
  type Schema,
} from '../util/parse-stored.ts'
import type { Revised } from '../util/database.ts'
import { isRecord } from '../util/is-record.ts'
import { type Claim, INITIAL_STATE, type SharedGateState } from './store.ts'
import { CALL_KINDS } from './types.ts'
import type { ConsoleStorage } from '../util/storage.ts'

/** Reads the state of a gate from storage and from other tabs. It can contain anything. */

/** The state of a gate with its revision. */
export type StoredGateState = SharedGateState & Revised

/** Upper limit of tabs that claim a turn at one gate. */
const MAX_CLAIMS = 100

const claim: Schema<Claim> = v.object({
  holder: v.string(),
  kind: v.picklist(CALL_KINDS),
  queuedAtMs: finite,
  // Claims of earlier versions are never held.
  heldUntilMs: v.optional(finite, 0),
})

type Fields = Required<Omit<StoredGateState, 'claims'>>

const fields: { [Name in keyof Fields]: Schema<Fields[Name]> } = {
  lastCallAtMs: finite,
  notBeforeMs: finite,
  notBeforeCause: v.nullable(v.picklist(['throttled', 'server-trouble'])),
  pollFactor: v.pipe(finite, v.minValue(1), v.maxValue(16)),
  cleanPolls: count,
  lastThrottle: v.nullable(
    v.object({
      atMs: finite,
      waitMs: finite,
      askedForMs: v.nullable(finite),
      capped: v.boolean(),
    }),
  ),
  clockShiftMs: finite,
  revision: count,
}

/** A last call at an unknown time counts as made now (see pulledBack in policy.ts). */
const UNKNOWN_LAST_CALL_MS = LATEST_MS

/**
 * Reads the stored state of a gate part by part: a wait that the service requested must not be
 * lost because a claim is invalid.
 * @param stored undefined when there is none
 * @returns null when there is none
 */
export function readGateState(stored: unknown, onMisfit: () => void): StoredGateState | null {
  if (stored === undefined) return null
  let hasMisfit = false
  const misfit = () => {
    hasMisfit = true
  }
  const { claims: noClaims, ...initial } = { ...INITIAL_STATE, revision: 0 }
  const known = fittingFields(fields, initial, stored, misfit)
  const parts = isRecord(stored) ? stored : {}
  // A state stored by an earlier version may lack parts.
  const claims = 'claims' in parts ? fittingItems(claim, parts['claims'], misfit) : noClaims
  const isLastCallKnown =
    'lastCallAtMs' in parts && parts['lastCallAtMs'] === known.lastCallAtMs
  if (hasMisfit) onMisfit()
  return {
    ...known,
    lastCallAtMs: hasMisfit && !isLastCallKnown ? UNKNOWN_LAST_CALL_MS : known.lastCallAtMs,
    claims: claims.slice(0, MAX_CLAIMS),
  }
}

/** Reads the number of the latest leadership; 0 when there is none. */
export function readEpoch(stored: unknown, onMisfit: () => void): number {
  return stored === undefined ? 0 : (fittingItems(count, [stored], onMisfit)[0] ?? 0)
}

const message = v.object({
  gate: v.string(),
  state: v.object({
    ...fields,
    claims: v.pipe(v.array(claim), v.maxLength(MAX_CLAIMS)),
    revision: v.exactOptional(count, 0),
  }),
})

/** Reads a message of another tab about a gate; null when it is invalid. */
export function readGateMessage(
  storage: ConsoleStorage,
  data: unknown,
): { gate: string; state: StoredGateState } | null {
  return parseMessage(storage, message, data)
}
