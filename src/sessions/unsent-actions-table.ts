import * as v from 'valibot'
import { endpointKeyFields } from '../accounts/endpoint-key-schema.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { defineSharedTable, expiredOperations } from '../tabs/shared-table.ts'
import type { Revised } from '../util/database.ts'
import { count, finite, type Schema } from '../util/parse-stored.ts'
import { isUnreadUnsentAction, type UnsentAction } from './unsent-action.ts'

const schema: Schema<UnsentAction & Revised> = v.looseObject({
  ...endpointKeyFields,
  id: v.string(),
  kind: v.picklist(['extend', 'stop']),
  sessionId: v.string(),
  addMs: v.nullable(finite),
  createdAtMs: finite,
  sentAtMs: v.nullable(finite),
  end: v.nullable(v.picklist(['over', 'left-behind'])),
  isDismissed: v.boolean(),
  revision: v.exactOptional(count),
})

/** The stops and extensions of all tabs that have not ended. */
export const unsentActions = defineSharedTable({
  name: 'unsentActions',
  schema,
  keyOf: ({ id }) => id,
  expired: expiredOperations(isUnreadUnsentAction),
})

/** What this tab knows of them. */
export function unsentActionsStore(runtime: Runtime) {
  return unsentActions(runtime).store
}

/** Dismisses the message about an action that was left behind. */
export async function dismissUnsentAction(runtime: Runtime, id: string): Promise<void> {
  await unsentActions(runtime).change(id, (known) => known && { ...known, isDismissed: true })
}
