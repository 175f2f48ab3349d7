import * as v from 'valibot'
import { create } from 'zustand'
import { onStoredElsewhere, readStored, writeStored } from '../util/storage.ts'
import type { RenewalRule } from '../watch/auto-extend.ts'

/** Which leases renew themselves, by session key. Off unless the user said so. */

const STORAGE_KEY = 'rrc.renewals'

const schema = v.record(
  v.string(),
  v.object({
    stepMs: v.pipe(v.number(), v.minValue(60_000)),
    untilMs: v.nullable(v.number()),
    capLeaseMs: v.nullable(v.number()),
    capCost: v.nullable(v.number()),
  }),
)

type Renewals = { bySession: Readonly<Record<string, RenewalRule>> }

const load = (): Renewals => {
  const parsed = v.safeParse(schema, readStored(STORAGE_KEY) ?? {})
  return { bySession: parsed.success ? parsed.output : {} }
}

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
