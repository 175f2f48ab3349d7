import { useQueries } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useMemo, useState } from 'react'
import { type EndpointRef, endpointRefs, accountsStore } from '../accounts/accounts.ts'
import { credentialsStore } from '../accounts/credentials.ts'
import { memoLast } from '../util/memo-last.ts'
import { useIsHidden } from '../util/use-is-hidden.ts'
import { type EndpointState, endpointState, type FleetRow, toRow } from './fleet-model.ts'
import { serviceErrorOf } from '../runtime/failure.ts'
import { leadershipStore } from '../tabs/leadership.ts'
import { listPolls } from './polling.ts'
import { useRuntime } from '../runtime/runtime-context.ts'
import { useRuntimeStore } from '../runtime/use-runtime-store.ts'
import { type PendingAction, pendingActionsStore } from './pending-actions.ts'
import type { SessionList } from './session-list.ts'

/** Everything on screen comes from here: all sessions of all accounts, and the state of each endpoint. */
export type Fleet = {
  rows: readonly FleetRow[]
  endpoints: readonly EndpointState[]
}

const FleetContext = createContext<Fleet>({ rows: [], endpoints: [] })

/** The fleet as last known. */
export function useFleet(): Fleet {
  return use(FleetContext)
}

/**
 * The one poller. Mounted once, above all pages, so that its timers and calls are the same
 * whatever page is open; pages read the result with {@link useFleet} and never observe a list
 * themselves.
 */
export function FleetProvider({ children }: { children: ReactNode }) {
  const runtime = useRuntime()
  const accounts = useRuntimeStore(accountsStore, (state) => state.accounts)
  const credentials = useRuntimeStore(credentialsStore, (state) => state.byAccount)
  const isLeader = useRuntimeStore(leadershipStore, (state) => state.isLeader)
  const refs = useMemo(() => endpointRefs(accounts), [accounts])

  const isHidden = useIsHidden()

  const results = useQueries({
    // Only the leading tab asks; the others are told (see broadcast.ts).
    queries: listPolls(runtime, refs, {
      isLeader,
      isHidden,
      isUnlocked: ({ account }) => credentials[account.id] !== undefined,
    }),
  })

  const [build] = useState(() => memoLast(buildFleet))
  const fleet = build(
    refs,
    refs.map((ref) => credentials[ref.account.id] !== undefined),
    results.map(({ data }) => data),
    results.map(({ error }) => error),
    useRuntimeStore(pendingActionsStore, (state) => state.byId),
  )
  return <FleetContext value={fleet}>{children}</FleetContext>
}

function buildFleet(
  refs: readonly EndpointRef[],
  unlocked: readonly boolean[],
  lists: readonly (SessionList | undefined)[],
  errors: readonly (Error | null)[],
  actions: ReadonlyMap<string, PendingAction>,
): Fleet {
  const listed = refs.flatMap((ref, index) =>
    (lists[index]?.sessions ?? []).map((session) => toRow(ref, session)),
  )
  // A session that is being stopped stays in view until a GET proved it ended, even when the
  // list has already dropped it.
  const keys = new Set(listed.map(({ key }) => key))
  const held = [...actions.values()]
    .filter(({ kind, row }) => kind === 'stop' && !keys.has(row.key))
    .map(({ row }) => row)
  return {
    rows: [...listed, ...held],
    endpoints: refs.map((ref, index) =>
      endpointState(ref, unlocked[index] ?? false, lists[index], serviceErrorOf(errors[index])),
    ),
  }
}
