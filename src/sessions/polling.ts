import { pollIntervalMs, untilNextPollMs } from '../gate/poll-interval.ts'
import type { ServiceError } from '../service/result.ts'
import type { EndpointRef } from '../accounts/accounts.ts'
import { serviceErrorOf } from '../runtime/failure.ts'
import { leadershipStore } from '../tabs/leadership.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { listKey, type SessionList, sessionListQuery } from './session-list.ts'
import { gatesOf } from '../calls/gates.ts'

/** The polls of this tab, for the one observer of each list (see fleet.tsx). */

type ListState = { data: SessionList | undefined; error: Error | null }

/** How often an endpoint is asked as things are, ms. */
export function currentIntervalMs(
  runtime: Runtime,
  ref: EndpointRef,
  isHidden: boolean,
): number {
  const state = runtime.queryClient.getQueryState<SessionList>(listKey(ref))
  return intervalOf(runtime, ref, { data: state?.data, error: state?.error ?? null }, isHidden)
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
    refetchInterval: ({
      state,
    }: {
      state: ListState & { dataUpdatedAt: number; errorUpdatedAt: number }
    }) =>
      untilNextPollMs(intervalOf(runtime, ref, state, tab.isHidden), {
        lastAnswerMs: Math.max(state.dataUpdatedAt, state.errorUpdatedAt),
        notBeforeMs: gatesOf(runtime).of(ref).getView().nextCallAtMs,
        nowMs: runtime.ports.now(),
      }),
    // A hidden tab polls slower, but it must still warn of an end.
    refetchIntervalInBackground: true,
  }))
}

function intervalOf(
  runtime: Runtime,
  ref: EndpointRef,
  { data, error }: ListState,
  isHidden: boolean,
) {
  return pollIntervalMs({
    isMoving: data?.sessions.some(({ status }) => isMoving(status)) ?? false,
    isRefused: isRefusal(serviceErrorOf(error)),
    isHidden,
    isAlone: leadershipStore(runtime).getState().isAlone,
    pollFactor: gatesOf(runtime).of(ref).getView().pollFactor,
  })
}

function isMoving(status: string) {
  return status === 'Starting' || status === 'Stopping'
}

function isRefusal(error: ServiceError | null) {
  return error?.kind === 'unauthorized' || error?.kind === 'forbidden'
}
