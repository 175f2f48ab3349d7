import { type CreateIntent, newCreateIntent } from '../starts/create-intent.ts'
import { beforeSend } from '../starts/create-outcomes.ts'

/** Creates for specs, in the states that they reach. */

export const MINUTE = 60_000
/** When the create was requested. */
export const T = 1_000_000

/** One that was not sent. */
export function intent(change: Partial<CreateIntent> = {}): CreateIntent {
  return {
    ...newCreateIntent(
      {
        id: 'i',
        accountId: 'account',
        endpoint: 'https://a',
        apiVersion: '2021-01-01',
        wanted: { id: 'crane', size: 'Standard', leaseMs: 60 * MINUTE, models: [] },
      },
      T,
    ),
    ...change,
  }
}
/** One that was sent once, at T, with an unknown outcome. */
export function sent(change: Partial<CreateIntent> = {}) {
  return intent({ ...beforeSend(intent(), T), ...change })
}
export function v1(change: Partial<CreateIntent> = {}) {
  return intent({ apiVersion: 'v1', ...change })
}
export function v1Sent(change: Partial<CreateIntent> = {}) {
  return v1({ ...beforeSend(v1({ before: ['old'] }), T), ...change })
}
