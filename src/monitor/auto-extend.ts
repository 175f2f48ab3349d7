import { extendedLease } from '../lease/extend.ts'
import { costOf, type Rates } from './cost.ts'

/** Auto-extend: when a lease grows without the user, and where that ends. Pure. */

/** What the user allows for one session. */
export type AutoExtendRule = {
  stepMs: number
  /** No extension after this time, local clock, epoch ms; null for no limit. */
  untilMs: number | null
  /** Largest lease, ms; null for the limit of the service. */
  capLeaseMs: number | null
  /** Maximum total cost of the session, in the user's currency; null for no limit. */
  capCost: number | null
}

/** A lease is extended when this much is left: enough for a call, a 429 and another call. */
export const EXTEND_BEFORE_MS = 3 * 60_000

/**
 * A lease with less than this left should have been extended a minute ago, so its user is alerted
 * whatever its rule says.
 */
const ALERT_ANYWAY_MS = EXTEND_BEFORE_MS - 60_000

/** Why auto-extend ended. */
export type AutoExtendEnd = 'until' | 'cap-lease' | 'cap-cost' | 'service-cap'

/** The next extension. `atMs`: local clock, epoch ms; `addedCost`: null without a rate. */
export type AutoExtend =
  | { kind: 'planned'; atMs: number; addMs: number; addedCost: number | null }
  | { kind: 'due'; addMs: number; addedCost: number | null }
  | { kind: 'over'; reason: AutoExtendEnd }

/**
 * Returns what a rule does with a session now.
 * @param session `endsAtMs`: local clock, epoch ms
 * @param nowMs local clock, epoch ms
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
  const atMs = session.endsAtMs - EXTEND_BEFORE_MS
  return atMs <= nowMs
    ? { kind: 'due', addMs, addedCost }
    : { kind: 'planned', atMs, addMs, addedCost }
}

/**
 * Returns what a rule comes to when nobody stops it; null when it can't extend the lease at all.
 * @param session see {@link nextAutoExtension}; `endsAtMs`: null before Ready, when the latest end
 *   of the rule can't shorten the result
 * @param speed simulated seconds per real second; 1 for a real service
 * @returns the largest lease, ms; its end, local clock, epoch ms, null before Ready; and the total
 *   cost of the session, null without a rate
 */
export function mostAutoExtended(
  rule: AutoExtendRule,
  session: { leaseMs: number; endsAtMs: number | null; size: string },
  rates: Rates,
  speed: number,
): { leaseMs: number; endsAtMs: number | null; cost: number | null } | null {
  const from = session.endsAtMs ?? -Infinity
  let { leaseMs } = session
  const endsAtMs = () => from + (leaseMs - session.leaseMs) / speed
  for (;;) {
    const now = { leaseMs, endsAtMs: endsAtMs(), size: session.size }
    const next = nextAutoExtension(rule, now, rates, Infinity)
    if (next.kind === 'over') break
    leaseMs += next.addMs
  }
  if (leaseMs === session.leaseMs) return null
  return {
    leaseMs,
    endsAtMs: session.endsAtMs === null ? null : endsAtMs(),
    cost: costOf(rates, session.size, leaseMs),
  }
}

/**
 * Returns whether a rule makes alerts about an end unnecessary: it can extend the lease, and the
 * time to do so has not passed.
 * @param leftMs time left by the clock of the service, ms
 * @param speed simulated seconds per real second; 1 for a real service
 */
export function coversEnd({ kind }: AutoExtend, leftMs: number, speed: number): boolean {
  return kind !== 'over' && leftMs > ALERT_ANYWAY_MS * speed
}
