import * as v from 'valibot'
import { createStore } from 'zustand'
import { perRuntime } from '../runtime/part.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { finite, fittingEntries, readStored, type Schema } from '../util/parse-stored.ts'
import { onStoredElsewhere, readText, writeStored } from '../util/storage.ts'
import type { AutoExtendRule } from './auto-extend.ts'

/** The auto-extend rules by session key. A session without a rule is never extended. */

const STORAGE_KEY = 'rrc.auto-extend'
/**
 * Where the version before 0.2.0 keeps the rules. A tab of it that is still open may lead, and
 * then only its own rules extend a lease. So both keys hold the same until no such tab can be open:
 * remove it with 0.3.0.
 */
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
  store(runtime, bySession)
}

/**
 * Moves the rules whose sessions have another key now. A rule that is there already stays.
 * @param keyNow see keyAsAsked
 */
export function moveAutoExtendRules(
  runtime: Runtime,
  keyNow: (sessionKey: string) => string,
): void {
  for (const [key, rule] of Object.entries(
    autoExtendRulesStore(runtime).getState().bySession,
  )) {
    const now = keyNow(key)
    if (now === key) continue
    // It is removed last, so that there is always one.
    if (!(now in autoExtendRulesStore(runtime).getState().bySession))
      setAutoExtendRule(runtime, now, rule)
    setAutoExtendRule(runtime, key, null)
  }
}

/** Follows the rules set in other tabs. @returns a function that stops it */
export function followAutoExtendRulesElsewhere(runtime: Runtime): () => void {
  const { storage } = runtime.browser
  const stops = [STORAGE_KEY, FORMER_KEY].map((key) =>
    onStoredElsewhere(storage, key, () =>
      autoExtendRulesStore(runtime).setState(load(runtime)),
    ),
  )
  return () => {
    for (const stop of stops) stop()
  }
}

// The former key is written first and read first: a former tab writes that one alone.
function store(
  { browser: { storage } }: Runtime,
  bySession: AutoExtendRules['bySession'],
): void {
  writeStored(storage, FORMER_KEY, bySession)
  writeStored(storage, STORAGE_KEY, bySession)
}

function load({ browser: { storage } }: Runtime): AutoExtendRules {
  const key = readText(storage, FORMER_KEY) === null ? STORAGE_KEY : FORMER_KEY
  return {
    bySession: readStored(storage, key, {}, (value, onMisfit) =>
      fittingEntries(ruleSchema, value, onMisfit),
    ),
  }
}
