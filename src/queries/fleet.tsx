import { useQueries } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useMemo, useState } from 'react'
import { nextPollMs } from '../gate/poll-interval.ts'
import type { ServiceError } from '../service/result.ts'
import { type EndpointRef, endpointRefs, useAccounts } from '../stores/accounts.ts'
import { useCredentials } from '../stores/credentials.ts'
import { memoLast } from '../util/memo-last.ts'
import { type EndpointState, endpointState, type FleetRow, toRow } from './fleet-model.ts'
import { serviceErrorOf } from './failure.ts'
import { useLeadership } from './leadership.ts'
import { useRuntime } from './runtime-context.ts'
import type { Runtime } from './runtime.ts'
import { type SessionAction, useSessionActions } from './session-actions.ts'
import { type SessionList, sessionListQuery } from './session-list.ts'

/** Everything on screen comes from here: all sessions of all accounts, and the state of each endpoint. */
export type Fleet = {
  rows: readonly FleetRow[]
  endpoints: readonly EndpointState[]
}

const FleetContext = createContext<Fleet>({ rows: [], endpoints: [] })

/** The fleet as last known. */
export const useFleet = (): Fleet => use(FleetContext)

const isMoving = (status: string) => status === 'Starting' || status === 'Stopping'

const isRefusal = (error: ServiceError | null) =>
  error?.kind === 'unauthorized' || error?.kind === 'forbidden'

/** What the interval is worked out from. */
type ListQuery = { state: { data: SessionList | undefined; error: Error | null } }

/** The time to the next poll of an endpoint, from the state of its query and its gate. */
const pollInterval = (runtime: Runtime, ref: EndpointRef) => (query: ListQuery) => {
  const gate = runtime.gates.of(ref).getView()
  const list = query.state.data
  return nextPollMs({
    isMoving: list?.sessions.some(({ status }) => isMoving(status)) ?? false,
    isRefused: isRefusal(serviceErrorOf(query.state.error)),
    isHidden: document.visibilityState === 'hidden',
    pollFactor: gate.pollFactor,
    notBeforeMs: gate.nextCallAtMs,
    nowMs: runtime.ports.now(),
  })
}

/**
 * The one poller. Mounted once, above all pages, so that its timers and calls are the same
 * whatever page is open; pages read the result with {@link useFleet} and never observe a list
 * themselves.
 */
export const FleetProvider = ({ children }: { children: ReactNode }) => {
  const runtime = useRuntime()
  const accounts = useAccounts((state) => state.accounts)
  const credentials = useCredentials((state) => state.byAccount)
  const isLeader = useLeadership((state) => state.isLeader)
  const refs = useMemo(() => endpointRefs(accounts), [accounts])

  const results = useQueries({
    queries: refs.map((ref) => {
      const query = sessionListQuery(runtime, ref)
      return {
        ...query,
        // Only the leading tab asks; the others are told (see tabs.ts).
        enabled: isLeader && credentials[ref.account.id] !== undefined,
        refetchInterval: pollInterval(runtime, ref),
        // A hidden tab polls slower (see nextPollMs), but it must still warn of an end.
        refetchIntervalInBackground: true,
      }
    }),
  })

  const [build] = useState(() => memoLast(buildFleet))
  const fleet = build(
    refs,
    refs.map((ref) => credentials[ref.account.id] !== undefined),
    results.map(({ data }) => data),
    results.map(({ error }) => error),
    useSessionActions((state) => state.byKey),
  )
  return <FleetContext value={fleet}>{children}</FleetContext>
}

const buildFleet = (
  refs: readonly EndpointRef[],
  unlocked: readonly boolean[],
  lists: readonly (SessionList | undefined)[],
  errors: readonly (Error | null)[],
  actions: Readonly<Record<string, SessionAction>>,
): Fleet => {
  const listed = refs.flatMap((ref, index) =>
    (lists[index]?.sessions ?? []).map((session) => toRow(ref, session)),
  )
  // A session that is being stopped stays in view until a GET proved it ended, even when the
  // list has already dropped it.
  const keys = new Set(listed.map(({ key }) => key))
  const held = Object.entries(actions).flatMap(([key, { kind, phase, row }]) =>
    kind === 'stop' && phase !== 'failed' && !keys.has(key) ? [row] : [],
  )
  return {
    rows: [...listed, ...held],
    endpoints: refs.map((ref, index) =>
      endpointState(ref, unlocked[index] ?? false, lists[index], serviceErrorOf(errors[index])),
    ),
  }
}
