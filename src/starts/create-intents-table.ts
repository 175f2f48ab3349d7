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

/** The creates of all tabs. Those of a start plan are kept as long as it may be: it shows them. */
export const createIntents = defineSharedTable({
  name: 'createIntents',
  schema,
  keyOf: ({ id }) => id,
  expired: expiredOperations(
    (intent: CreateIntent) => startPlanIdOf(intent.id) !== null || isUnreadCreate(intent),
  ),
})

/** What this tab knows of them. */
export function createIntentsStore(runtime: Runtime) {
  return createIntents(runtime).store
}

/**
 * The user has read how these ended.
 * @param isRead which of them
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

/** Creates whose form is open, and tells that nothing was started. */
export const toldByFormStore = perRuntime(() =>
  createStore<ReadonlySet<string>>()(() => new Set()),
)

/** A form tells of these. @returns the way to end that */
export function tellByForm(runtime: Runtime, ids: readonly string[]): () => void {
  const store = toldByFormStore(runtime)
  const change = (how: (told: Set<string>, id: string) => unknown) => {
    const told = new Set(store.getState())
    for (const id of ids) how(told, id)
    store.setState(told, true)
  }
  change((told, id) => told.add(id))
  return () => change((told, id) => told.delete(id))
}
