import { newStartPlan, type StartPlan, type StartPlanFacts } from '../starts/start-plan.ts'

/** For specs of start plans: one, and what may be known about it. */

export const MINUTE = 60_000
export function candidate(region: string, size = 'Standard') {
  return {
    accountId: 'account',
    endpoint: `https://${region}`,
    apiVersion: '2021-01-01' as const,
    size,
  }
}
export function plan(change: Partial<StartPlan> = {}): StartPlan {
  return {
    ...newStartPlan(
      {
        id: 'p',
        wanted: { id: 'crane', leaseMs: 60 * MINUTE, models: [] },
        candidates: [candidate('a'), candidate('b', 'Premium')],
        replaces: null,
      },
      1000,
    ),
    ...change,
  }
}
export const old = {
  accountId: 'account',
  endpoint: 'https://a',
  apiVersion: '2021-01-01' as const,
  sessionId: 'old',
}
export type Known = NonNullable<StartPlanFacts['intent']>
export function intent(end: Known['end']): Known {
  return {
    end,
    failure: null,
    attempts: 1,
    sessionIds: end === 'adopted' ? ['crane'] : [],
  }
}
export function facts(
  end: Known['end'],
  status: string | null = null,
  message: string | null = null,
): StartPlanFacts {
  return {
    intent: intent(end),
    session: status === null ? null : { status, message },
  }
}
export const none: StartPlanFacts = { intent: null, session: null }
