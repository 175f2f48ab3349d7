import type { QueryKey } from '@tanstack/react-query'
import { expect, vi } from 'vitest'
import type { ApiVersion } from '../service/session.ts'
import { createSession } from '../starts/create-session.ts'
import { createFaultyService, type Fault, type SentCall } from './faulty-service.ts'
import { type FleetRow, toRow } from '../sessions/fleet-model.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { pendingActionsStore } from '../sessions/pending-actions.ts'
import { refreshList } from '../sessions/load-sessions.ts'
import { listKey, listOf } from '../sessions/session-list.ts'

const MINUTE = 60_000

/** The other tab learns at once what one tab's list contains, as over the channel. */
function shareLists(runtimes: readonly Runtime[]) {
  let isApplying = false
  for (const from of runtimes)
    from.queryClient.getQueryCache().subscribe((event) => {
      // The cache erases its types to any; a key is always a list.
      const key = event.query.queryKey as QueryKey
      const { state } = event.query
      if (isApplying || event.type !== 'updated' || key[0] !== 'sessions') return
      if (event.action.type !== 'success') return
      const data: unknown = state.data
      isApplying = true
      for (const to of runtimes)
        if (to !== from)
          to.queryClient.setQueryData(key, data, { updatedAt: state.dataUpdatedAt })
      isApplying = false
    })
}

/**
 * For tests: one Ready session with a lease of an hour in two tabs of one browser, and then a
 * network that fails on command.
 */
export async function beginActions(
  apiVersion: ApiVersion,
  faults: readonly Fault[] = [],
  {
    hasLocks = true,
    tokenTakesMs = () => 0,
  }: { hasLocks?: boolean; tokenTakesMs?: () => number } = {},
) {
  const waiting = [...faults]
  let isThere = false
  const sent: SentCall['kind'][] = []
  const seen = { patchesDuringStop: 0, throttled: [] as SentCall['kind'][] }
  const service = await createFaultyService({
    apiVersion,
    hasLocks,
    tokenTakesMs,
    // The calls that set it up must not fail, however many they are.
    faults: () => (isThere ? (waiting.shift() ?? 'none') : 'none'),
    onSent: ({ kind, fault: how, runtime: sender }) => {
      // A refused call has no effect, and is sent again.
      if (how !== 'status-401' && how !== 'status-429') sent.push(kind)
      if (how === 'status-429') seen.throttled.push(kind)
      const pending = [...pendingActionsStore(sender).getState().byId.values()]
      const isStopped = pending.some((action) => action.kind === 'stop')
      if (kind === 'extend' && isStopped) seen.patchesDuringStop += 1
    },
  })
  const tab = service.openTab(() => {})
  const { runtime } = tab
  const [ref] = service.refs
  if (!ref) throw new Error('the service has a region')
  const wanted = { id: 'one', size: 'Standard', leaseMs: 60 * MINUTE, models: [] }
  void createSession(runtime, ref, wanted)
  await vi.advanceTimersByTimeAsync(MINUTE)
  // Twice: a list that contains it, and one that contains it as Ready.
  for (let lists = 0; lists < 2; lists += 1) {
    void refreshList(runtime, ref)
    await vi.advanceTimersByTimeAsync(MINUTE)
  }
  const other = service.openTab(() => {})
  shareLists([runtime, other.runtime])
  other.runtime.queryClient.setQueryData(listKey(ref), listOf(runtime, ref))
  let known: FleetRow | null = null
  /** The session as listed now, or last. */
  const row = (): FleetRow => {
    const [session] = listOf(runtime, ref)?.sessions ?? []
    if (session) known = toRow(ref, session)
    if (!known) throw new Error('no session is listed')
    return known
  }
  expect(row().session.status).toBe('Ready')
  sent.length = 0
  isThere = true
  /** The lease at the service, minutes; null: it has ended. */
  const leaseMin = async () => {
    const [session] = await service.active()
    return session ? session.leaseMs / MINUTE : null
  }
  return { service, tab, other, runtime, ref, row, sent, seen, leaseMin }
}
