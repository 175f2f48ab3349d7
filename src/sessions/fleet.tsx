import { useQueries } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useMemo } from 'react'
import { type EndpointRef, endpointRefs, accountsStore } from '../accounts/accounts.ts'
import { credentialsStore, idsByUnlock } from '../accounts/credentials.ts'
import { onePerLocation } from '../accounts/twins.ts'
import { locationKeyOf } from '../accounts/endpoint-lookup.ts'
import { useIsHidden } from '../util/use-is-hidden.ts'
import {
  type EndpointState,
  endpointState,
  type FleetRow,
  recalledRows,
  toRow,
} from './fleet-model.ts'
import { serviceErrorOf } from '../runtime/failure.ts'
import { leadershipStore } from '../tabs/leadership.ts'
import { listPolls } from './polling.ts'
import { useRuntime } from '../runtime/runtime-context.ts'
import { useRuntimeStore } from '../runtime/use-runtime-store.ts'
import { type PendingAction, pendingActionsStore } from './pending-actions.ts'
import { type RecalledList, recalledStore } from './recalled.ts'
import type { SessionList } from './session-list.ts'

/** All sessions of all accounts, and the state of each endpoint. */
export type Fleet = {
  rows: readonly FleetRow[]
  /** What an earlier visit knew of endpoints that have not answered. Nothing acts on it. */
  recalled: readonly FleetRow[]
  endpoints: readonly EndpointState[]
}

const FleetContext = createContext<Fleet>({ rows: [], recalled: [], endpoints: [] })

/** Returns the fleet, live. */
export function useFleet(): Fleet {
  return use(FleetContext)
}

/**
 * The only poller. It is mounted once, above all pages, so that its timers and calls don't depend
 * on the page. Pages read the result with {@link useFleet} and never observe a list themselves.
 */
export function FleetProvider({ children }: { children: ReactNode }) {
  const runtime = useRuntime()
  const accounts = useRuntimeStore(accountsStore, (state) => state.accounts)
  const credentials = useRuntimeStore(credentialsStore, (state) => state.byAccount)
  const isLeader = useRuntimeStore(leadershipStore, (state) => state.isLeader)
  const refs = useMemo(
    () => onePerLocation(endpointRefs(accounts), idsByUnlock(credentials)),
    [accounts, credentials],
  )

  const isHidden = useIsHidden()

  const answers = useQueries({
    // Only the leading tab polls. The others receive its lists (see broadcast.ts).
    queries: listPolls(runtime, refs, {
      isLeader,
      isHidden,
      isUnlocked: ({ account }) => credentials[account.id] !== undefined,
    }),
    combine: useMemo(() => combiner(refs), [refs]),
  })
  const actions = useRuntimeStore(pendingActionsStore, (state) => state.byId)
  const recalled = useRuntimeStore(recalledStore, (state) => state.lists)
  const fleet = useMemo(
    () => buildFleet(answers, (id) => credentials[id] !== undefined, actions, recalled),
    [answers, credentials, actions, recalled],
  )
  return <FleetContext value={fleet}>{children}</FleetContext>
}

/** The part of a query result that the fleet needs. */
type ListAnswer = { data: SessionList | undefined; error: Error | null }

/**
 * Returns what makes a Map of the answers, because React Query shares plain objects deeply and by
 * index, which would replace every row whenever a session appears above the others. It is the same
 * Map as long as the answers are: that a call begins or ends draws nothing.
 */
function combiner(refs: readonly EndpointRef[]) {
  let last: ReadonlyMap<EndpointRef, ListAnswer> | null = null
  return (results: readonly ListAnswer[]): ReadonlyMap<EndpointRef, ListAnswer> => {
    const isSame = refs.every((ref, index) => {
      const [known, now] = [last?.get(ref), results[index]]
      return known && known.data === now?.data && known.error === (now?.error ?? null)
    })
    if (last && isSame) return last
    last = new Map(
      refs.map((ref, index) => [
        ref,
        { data: results[index]?.data, error: results[index]?.error ?? null },
      ]),
    )
    return last
  }
}

function buildFleet(
  answers: ReadonlyMap<EndpointRef, ListAnswer>,
  isUnlocked: (accountId: string) => boolean,
  actions: ReadonlyMap<string, PendingAction>,
  recalled: ReadonlyMap<string, RecalledList>,
): Fleet {
  const byEndpoint = [...answers]
  const listed = byEndpoint.flatMap(([ref, { data }]) =>
    (data?.sessions ?? []).map((session) => toRow(ref, session)),
  )
  // A session that is being stopped stays in view until a GET proves that it ended, even when the
  // list no longer includes it.
  const keys = new Set(listed.map(({ key }) => key))
  const held = [...actions.values()]
    .filter(({ kind, row }) => kind === 'stop' && !keys.has(row.key))
    .map(({ row }) => row)
  return {
    rows: [...listed, ...held],
    recalled: byEndpoint.flatMap(([ref, { data }]) =>
      recalledRows(ref, data, recalled.get(locationKeyOf(ref))),
    ),
    endpoints: byEndpoint.map(([ref, { data, error }]) =>
      endpointState(
        ref,
        isUnlocked(ref.account.id),
        data,
        serviceErrorOf(error),
        recalled.get(locationKeyOf(ref))?.listedAtMs ?? null,
      ),
    ),
  }
}
