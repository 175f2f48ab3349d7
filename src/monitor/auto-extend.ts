import { extendedLease } from '../lease/extend.ts'
import { costOf, type Rates } from './cost.ts'

/** Leases that renew themselves, within bounds. Pure. All times ms. */

/** What the user allowed for one session. */
export type AutoExtendRule = {
  stepMs: number
  /** No renewal beyond this moment, local clock, epoch ms; null: none. */
  untilMs: number | null
  /** Largest lease it may make; null: the service's own bound. */
  capLeaseMs: number | null
  /** Most that the session may cost in all, in the user's currency; null: no bound. */
  capCost: number | null
}

/** A lease is renewed when this much is left: enough for a call, a 429 and another call. */
export const RENEW_BEFORE_MS = 3 * 60_000

/** Why a lease no longer renews itself. */
export type AutoExtendEnd = 'until' | 'cap-lease' | 'cap-cost' | 'service-cap'

/** What comes next. */
export type AutoExtend =
  | { kind: 'planned'; atMs: number; addMs: number; addedCost: number | null }
  | { kind: 'due'; addMs: number; addedCost: number | null }
  | { kind: 'over'; reason: AutoExtendEnd }

/**
 * What a rule makes of a session now.
 * @param session `endsAtMs` by the local clock, epoch ms
 */
export function nextAutoExtension(
  rule: AutoExtendRule,
  session: { leaseMs: number; endsAtMs: number; size: string },
  rates: Rates,
  nowMs: number,
): AutoExtend {
  const extended = extendedLease(session.leaseMs, { addMs: rule.stepMs })
  if (!extended.ok) return { kind: 'over', reason: 'service-cap' }
  if (rule.capLeaseMs !== null && extended.leaseMs > rule.capLeaseMs)
    return { kind: 'over', reason: 'cap-lease' }
  const cost = costOf(rates, session.size, extended.leaseMs)
  if (rule.capCost !== null && cost !== null && cost > rule.capCost)
    return { kind: 'over', reason: 'cap-cost' }
  if (rule.untilMs !== null && session.endsAtMs >= rule.untilMs)
    return { kind: 'over', reason: 'until' }
  const addMs = extended.leaseMs - session.leaseMs
  const addedCost = costOf(rates, session.size, addMs)
  const atMs = session.endsAtMs - RENEW_BEFORE_MS
  return atMs <= nowMs
    ? { kind: 'due', addMs, addedCost }
    : { kind: 'planned', atMs, addMs, addedCost }
}
