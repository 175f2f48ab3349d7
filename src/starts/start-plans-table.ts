import * as v from 'valibot'
import { endpointKeyFields } from '../accounts/endpoint-key-schema.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { SERVICE_ERROR_KINDS } from '../service/result.ts'
import { defineSharedTable, expiredOperations } from '../tabs/shared-table.ts'
import type { Revised } from '../util/database.ts'
import { count, finite, type Schema } from '../util/parse-stored.ts'
import { isUnreadStartPlan, type StartPlan, type StartPlanFailure } from './start-plan.ts'
import { isRecord } from '../util/is-record.ts'

const failure: Schema<StartPlanFailure> = v.union([
  v.object({ kind: v.literal('session'), message: v.string() }),
  v.object({ kind: v.picklist([...SERVICE_ERROR_KINDS, 'not-created']) }),
])

const row: Schema<StartPlan & Revised> = v.looseObject({
  id: v.string(),
  createdAtMs: finite,
  activeAtMs: finite,
  undoMs: v.exactOptional(finite),
  wanted: v.object({ id: v.string(), leaseMs: finite, models: v.array(v.string()) }),
  candidates: v.array(v.object({ ...endpointKeyFields, size: v.string() })),
  failures: v.array(failure),
  replaces: v.nullable(v.object({ ...endpointKeyFields, sessionId: v.string() })),
  restarts: v.exactOptional(count),
  begun: v.exactOptional(v.nullable(v.string())),
  isHalted: v.boolean(),
  isPaused: v.boolean(),
  stopTries: count,
  end: v.nullable(
    v.picklist(['done', 'failed', 'halted', 'lapsed', 'unclear', 'taken', 'lost', 'old-left']),
  ),
  isDismissed: v.boolean(),
  revision: v.exactOptional(count),
})

/** Rows of the previous version call the candidates places. */
const schema: Schema<StartPlan & Revised> = v.pipe(
  v.unknown(),
  v.transform((stored) => {
    if (!isRecord(stored) || !('places' in stored)) return stored
    const { places, ...rest } = stored
    return { candidates: places, ...rest }
  }),
  row,
)

/** The start plans of all tabs. */
export const startPlans = defineSharedTable({
  name: 'startPlans',
  schema,
  keyOf: ({ id }) => id,
  expired: expiredOperations(isUnreadStartPlan),
})

/** Returns the start plans that this tab knows. */
export function startPlansStore(runtime: Runtime) {
  return startPlans(runtime).store
}
