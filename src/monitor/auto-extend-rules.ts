import * as v from 'valibot'
import { createStore } from 'zustand'
import { perRuntime } from '../runtime/part.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { finite, fittingEntries, readStored, type Schema } from '../util/parse-stored.ts'
import { onStoredElsewhere, renameKey, writeStored } from '../util/storage.ts'
import type { AutoExtendRule } from './auto-extend.ts'

/** Which leases renew themselves, by session key. Off unless the user said so. */

const STORAGE_KEY = 'rrc.auto-extend'
/** Where the version before kept them. What it writes there from now on is dropped. */
const FORMER_KEY = 'rrc.renewals'

const ruleSchema: Schema<AutoExtendRule> = v.object({
  stepMs: v.pipe(finite, v.minValue(60_000)),
  untilMs: v.nullable(finite),
  capLeaseMs: v.nullable(finite),
  capCost: v.nullable(finite),
})

type AutoExtendRules = { bySession: Readonly<Record<string, AutoExtendRule>> }

const load = (): AutoExtendRules => {
  renameKey(FORMER_KEY, STORAGE_KEY)
  return {
    bySession: readStored(STORAGE_KEY, {}, (value, onMisfit) =>
      fittingEntries(ruleSchema, value, onMisfit),
    ),
  }
}

/** The rules, changed by setAutoExtendRule. */
export const autoExtendRulesStore = perRuntime(() => createStore<AutoExtendRules>()(load))

/** Sets, or with null ends, the renewal of a session's lease. */
export const setAutoExtendRule = (
  runtime: Runtime,
  sessionKey: string,
  rule: AutoExtendRule | null,
): void => {
  const { [sessionKey]: _old, ...rest } = autoExtendRulesStore(runtime).getState().bySession
  const bySession = rule === null ? rest : { ...rest, [sessionKey]: rule }
  autoExtendRulesStore(runtime).setState({ bySession })
  writeStored(STORAGE_KEY, bySession)
}

/** Keeps this tab in step with what was set in another. */
export const followAutoExtendRulesElsewhere = (runtime: Runtime): (() => void) =>
  onStoredElsewhere(STORAGE_KEY, () => autoExtendRulesStore(runtime).setState(load()))
