import { pollIntervalMs, type PollSituation, untilNextPollMs } from '../gate/poll-interval.ts'
import type { ServiceError } from '../service/result.ts'
import type { EndpointRef } from '../accounts/accounts.ts'
import { serviceErrorOf } from '../runtime/failure.ts'
import { leadershipStore } from '../tabs/leadership.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { type EndpointState, isMoving } from './fleet-model.ts'
import { sessionListQuery } from './load-sessions.ts'
import type { SessionList } from './session-list.ts'
import { gatesOf } from '../calls/gates.ts'

/** The polls of this tab, for the only observer of each list (see fleet.tsx). */

/** The state of a list query. */
type ListState = {
  data: SessionList | undefined
  error: Error | null
  dataUpdatedAt: number
  errorUpdatedAt: number
}

/** What the poll interval depends on apart from the last list. */
type PollConditions = Pick<PollSituation, 'isHidden' | 'isAlone' | 'pollFactor'>

/** Returns the poll interval of an endpoint, ms. */
export function pollIntervalOf(
  { isMoving, error }: Pick<EndpointState, 'isMoving' | 'error'>,
  conditions: PollConditions,
): number {
  return pollIntervalMs({ isMoving, isRefused: isRefusal(error), ...conditions })
}

/**
 * Returns the list queries of all endpoints with their poll intervals.
 * @param tab `isLeader`: only the leader polls; `isUnlocked`: the key or token is in memory
 */
export function listPolls(
  runtime: Runtime,
  refs: readonly EndpointRef[],
  tab: {
    isLeader: boolean
    isHidden: boolean
    isUnlocked: (ref: EndpointRef) => boolean
  },
) {
  return refs.map((ref) => ({
    ...sessionListQuery(runtime, ref),
    enabled: tab.isLeader && tab.isUnlocked(ref),
    refetchInterval: ({ state }: { state: ListState }) => {
      const { nextCallAtMs, pollFactor } = gatesOf(runtime).of(ref).getView()
      const last = { isMoving: isMoving(state.data), error: serviceErrorOf(state.error) }
      const { isAlone } = leadershipStore(runtime).getState()
      const intervalMs = pollIntervalOf(last, { isHidden: tab.isHidden, isAlone, pollFactor })
      return untilNextPollMs(intervalMs, {
        lastAnswerMs: Math.max(state.dataUpdatedAt, state.errorUpdatedAt),
        notBeforeMs: nextCallAtMs,
        nowMs: runtime.ports.now(),
      })
    },
    // Hidden tabs keep polling, at a lower rate, so that alerts still fire.
    refetchIntervalInBackground: true,
  }))
}

function isRefusal(error: ServiceError | null) {
  return error?.kind === 'unauthorized' || error?.kind === 'forbidden'
}
