import * as v from 'valibot'
import { create } from 'zustand'
import { finite, fittingEntries, readStored, type Schema } from '../util/parse-stored.ts'
import { onStoredElsewhere, writeStored } from '../util/storage.ts'
import type { RenewalRule } from '../watch/auto-extend.ts'

/** Which leases renew themselves, by session key. Off unless the user said so. */

const STORAGE_KEY = 'rrc.renewals'

const ruleSchema: Schema<RenewalRule> = v.object({
  stepMs: v.pipe(finite, v.minValue(60_000)),
  untilMs: v.nullable(finite),
  capLeaseMs: v.nullable(finite),
  capCost: v.nullable(finite),
})

type Renewals = { bySession: Readonly<Record<string, RenewalRule>> }

const load = (): Renewals => ({
  bySession: readStored(STORAGE_KEY, {}, (value, onMisfit) =>
    fittingEntries(ruleSchema, value, onMisfit),
  ),
})

export const useRenewals = create<Renewals>(load)

/** Sets, or with null ends, the renewal of a session's lease. */
export const setRenewal = (sessionKey: string, rule: RenewalRule | null): void => {
  const { [sessionKey]: _old, ...rest } = useRenewals.getState().bySession
  const bySession = rule === null ? rest : { ...rest, [sessionKey]: rule }
  useRenewals.setState({ bySession })
  writeStored(STORAGE_KEY, bySession)
}

/** Keeps this tab in step with what was set in another. */
export const followRenewalsElsewhere = (): (() => void) =>
  onStoredElsewhere(STORAGE_KEY, () => useRenewals.setState(load()))
