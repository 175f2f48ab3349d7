import * as v from 'valibot'
import { createStore } from 'zustand'
import { endpointKeyFields } from '../accounts/endpoint-key-schema.ts'
import { perRuntime } from '../runtime/part.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { SERVICE_ERROR_KINDS } from '../service/result.ts'
import { defineSharedTable, expiredOperations } from '../tabs/shared-table.ts'
import type { Revised } from '../util/database.ts'
import { count, finite, type Schema } from '../util/parse-stored.ts'
import { type CreateIntent, isUnreadCreate } from './create-intent.ts'
import { startPlanIdOf } from './start-plan.ts'

const schema: Schema<CreateIntent & Revised> = v.looseObject({
  ...endpointKeyFields,
  id: v.string(),
  wanted: v.object({
    id: v.string(),
    size: v.string(),
    leaseMs: finite,
    models: v.array(v.string()),
  }),
  createdAtMs: finite,
  undoMs: v.exactOptional(finite),
  undoFromMs: v.exactOptional(finite),
  attempts: count,
  firstSentAtMs: v.nullable(finite),
  firstSentServerMs: v.exactOptional(v.nullable(finite)),
  unsettled: count,
  askedAtMs: v.nullable(finite),
  hasConflict: v.boolean(),
  wasThere: v.exactOptional(v.boolean()),
  isCancelled: v.boolean(),
  before: v.nullable(v.array(v.string())),
  end: v.nullable(v.picklist(['adopted', 'refused', 'not-created', 'candidates', 'cancelled'])),
  sessionIds: v.array(v.string()),
  failure: v.nullable(v.picklist(SERVICE_ERROR_KINDS)),
  isDismissed: v.exactOptional(v.boolean()),
  revision: v.exactOptional(count),
})

/** The creates of all tabs. Those of a start plan are kept as long as the plan, which shows them. */
export const createIntents = defineSharedTable({
  name: 'createIntents',
  schema,
  keyOf: ({ id }) => id,
  expired: expiredOperations(
    (intent: CreateIntent) => startPlanIdOf(intent.id) !== null || isUnreadCreate(intent),
  ),
})

/** Returns the creates that this tab knows. */
export function createIntentsStore(runtime: Runtime) {
  return createIntents(runtime).store
}

/**
 * Records that the user has read how creates ended.
 * @param isRead whether the user has read about a create; all of them by default
 */
export async function dismissCreates(
  runtime: Runtime,
  ids: readonly string[],
  isRead: (intent: CreateIntent) => boolean = () => true,
): Promise<void> {
  await Promise.all(
    ids.map((id) =>
      createIntents(runtime).change(id, (known) =>
        known && isRead(known) ? { ...known, isDismissed: true } : known,
      ),
    ),
  )
}

/** The creates whose form is open, which shows itself when nothing was started. */
export const reportedInFormStore = perRuntime(() =>
  createStore<ReadonlySet<string>>()(() => new Set()),
)

/** Marks creates as shown in their form. @returns a function that ends it */
export function reportInForm(runtime: Runtime, ids: readonly string[]): () => void {
  const store = reportedInFormStore(runtime)
  const change = (how: (reported: Set<string>, id: string) => unknown) => {
    const reported = new Set(store.getState())
    for (const id of ids) how(reported, id)
    store.setState(reported, true)
  }
  change((reported, id) => reported.add(id))
  return () => change((reported, id) => reported.delete(id))
}
