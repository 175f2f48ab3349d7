import { pollIntervalMs, type PollSituation, untilNextPollMs } from '../gate/poll-interval.ts'
import type { ServiceError } from '../service/result.ts'
import type { EndpointRef } from '../accounts/accounts.ts'
import { serviceErrorOf } from '../runtime/failure.ts'
import { leadershipStore } from '../tabs/leadership.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { type EndpointState, isMoving } from './fleet-model.ts'
import { type SessionList, sessionListQuery } from './session-list.ts'
import { gatesOf } from '../calls/gates.ts'

/** The polls of this tab, for the one observer of each list (see fleet.tsx). */

/** The state of a list query. */
type ListState = {
  data: SessionList | undefined
  error: Error | null
  dataUpdatedAt: number
  errorUpdatedAt: number
}

/** What the rhythm of an endpoint depends on beside its last list. */
type PollConditions = Pick<PollSituation, 'isHidden' | 'isAlone' | 'pollFactor'>

/** How often an endpoint is asked as things are, ms. */
export function pollIntervalOf(
  { isMoving, error }: Pick<EndpointState, 'isMoving' | 'error'>,
  conditions: PollConditions,
): number {
  return pollIntervalMs({ isMoving, isRefused: isRefusal(error), ...conditions })
}

/**
 * The list queries of all endpoints with their rhythm.
 * @param tab `isLeader`: only then anything is asked; `isUnlocked`: a key or token is there
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
    // A hidden tab polls slower, but it must still warn of an end.
    refetchIntervalInBackground: true,
  }))
}

function isRefusal(error: ServiceError | null) {
  return error?.kind === 'unauthorized' || error?.kind === 'forbidden'
}
