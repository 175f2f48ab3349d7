import * as v from 'valibot'
import { createStore } from 'zustand'
import { perRuntime } from '../runtime/part.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { finite, fittingEntries, readStored, type Schema } from '../util/parse-stored.ts'
import { onStoredElsewhere, renameKey, writeStored } from '../util/storage.ts'
import type { AutoExtendRule } from './auto-extend.ts'

/** The auto-extend rules by session key. A session without a rule is never extended. */

const STORAGE_KEY = 'rrc.auto-extend'
/** Where the previous version kept the rules. What it writes there later is ignored. */
const FORMER_KEY = 'rrc.renewals'

const ruleSchema: Schema<AutoExtendRule> = v.object({
  stepMs: v.pipe(finite, v.minValue(60_000)),
  untilMs: v.nullable(finite),
  capLeaseMs: v.nullable(finite),
  capCost: v.nullable(finite),
})

type AutoExtendRules = { bySession: Readonly<Record<string, AutoExtendRule>> }

/** The rules. Change them with setAutoExtendRule. */
export const autoExtendRulesStore = perRuntime((runtime) =>
  createStore<AutoExtendRules>()(() => load(runtime)),
)

/** Sets the rule of a session; null removes it. */
export function setAutoExtendRule(
  runtime: Runtime,
  sessionKey: string,
  rule: AutoExtendRule | null,
): void {
  const { [sessionKey]: _old, ...rest } = autoExtendRulesStore(runtime).getState().bySession
  const bySession = rule === null ? rest : { ...rest, [sessionKey]: rule }
  autoExtendRulesStore(runtime).setState({ bySession })
  writeStored(runtime.browser.storage, STORAGE_KEY, bySession)
}

/** Follows the rules set in other tabs. @returns a function that stops it */
export function followAutoExtendRulesElsewhere(runtime: Runtime): () => void {
  return onStoredElsewhere(runtime.browser.storage, STORAGE_KEY, () =>
    autoExtendRulesStore(runtime).setState(load(runtime)),
  )
}

function load(runtime: Runtime): AutoExtendRules {
  const { storage } = runtime.browser
  const key = renameKey(storage, FORMER_KEY, STORAGE_KEY)
  return {
    bySession: readStored(storage, key, {}, (value, onMisfit) =>
      fittingEntries(ruleSchema, value, onMisfit),
    ),
  }
}
