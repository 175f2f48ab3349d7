import { createStore } from 'zustand'
import type { WaitingCall } from '../gate/types.ts'
import type { ExtendChange } from '../lease/extend.ts'
import { perRuntime } from '../runtime/part.ts'
import type { Runtime } from '../runtime/runtime.ts'
import type { FleetRow } from './fleet-model.ts'

/**
 * The extensions and stops of this tab that have not ended, one entry per operation. While a call
 * of an operation waits, only its entry in the gate says what it will carry and when it will be
 * sent. This store holds what was sent.
 */

/** An extension or a stop, from the click until its outcome. */
export type PendingAction = {
  /** ID of the operation, which its calls carry in the gate. */
  id: string
  kind: 'extend' | 'stop'
  /** The session as it was when the operation began, so that it stays in view until the end. */
  row: FleetRow
  /** The call that was sent last; null until then. */
  departure: Departure | null
}

/** The progress of a call that is no longer in the gate. */
export type Departure = {
  /** What it adds to the lease, ms; null for a new total, or a stop. */
  addMs: number | null
} & (
  | {
      /** leaving: it has its turn. */
      phase: 'leaving' | 'sent'
    }
  | {
      /** It was answered, or the answer was lost, and a GET has yet to prove its effect. */
      phase: 'verifying'
      /** When its outcome is reported at the latest; local clock, epoch ms. */
      untilMs: number
    }
)

/** The progress of an operation. */
export type ActionProgress =
  | {
      phase: 'waiting'
      /** Its ID in the gate, where it can be undone. */
      callId: string
      addMs: number | null
      /** When it is expected to be sent, local clock, epoch ms; null: not known. */
      leavesAtMs: number | null
    }
  | Departure

type PendingActions = { byId: ReadonlyMap<string, PendingAction> }

/** The operations in progress, in the order of their last clicks. A session can have several. */
export const pendingActionsStore = perRuntime(() =>
  createStore<PendingActions>()(() => ({ byId: new Map() })),
)

/** Adds an operation. */
export function beginAction(runtime: Runtime, action: PendingAction): void {
  changeActions(runtime, (byId) => byId.set(action.id, action))
}

/** Records that a call of an operation was sent, and its progress. */
export function reportDeparture(runtime: Runtime, id: string, departure: Departure): void {
  changeActions(runtime, (byId) => {
    const known = byId.get(id)
    if (known) byId.set(id, { ...known, departure })
  })
}

/** Removes an operation. */
export function endAction(runtime: Runtime, id: string): void {
  changeActions(runtime, (byId) => byId.delete(id))
}

/** The operations of a session right now, oldest first. */
export function actionsOf(runtime: Runtime, key: string): readonly PendingAction[] {
  return actionsIn(pendingActionsStore(runtime).getState(), key)
}

/** Whether a stop of a session is in progress, also when only its proof is missing. */
export function isStopping(runtime: Runtime, key: string): boolean {
  return actionsOf(runtime, key).some(({ kind }) => kind === 'stop')
}

/**
 * Waits until a stop of a session no longer waits.
 * @returns sent: from here on it can't be undone. undone: nothing was sent for it
 */
export function stopDecided(runtime: Runtime, key: string): Promise<'sent' | 'undone'> {
  const store = pendingActionsStore(runtime)
  return new Promise((resolve) => {
    const look = () => {
      const stop = actionsOf(runtime, key).find(({ kind }) => kind === 'stop')
      const phase = stop?.departure?.phase ?? 'leaving'
      if (stop && phase === 'leaving') return
      stopFollowing()
      resolve(stop ? 'sent' : 'undone')
    }
    const stopFollowing = store.subscribe(look)
    look()
  })
}

/** The one operation to show for a session: a stop if there is one, because it decides. */
export function foremostAction(state: PendingActions, key: string): PendingAction | undefined {
  const actions = actionsIn(state, key)
  return actions.findLast(({ kind }) => kind === 'stop') ?? actions.at(-1)
}

/**
 * Returns the progress of an operation.
 * @param waiting the calls that wait in the gate of its endpoint
 * @returns null in the moment after it was undone, before it has ended
 */
export function progressOf(
  { id, departure }: PendingAction,
  waiting: readonly WaitingCall[],
): ActionProgress | null {
  const call = waiting.find(({ operationId }) => operationId === id)
  if (!call) return departure
  // All calls of an operation carry this: an extension its change, and a stop nothing.
  const change = call.payload as ExtendChange | null
  return {
    phase: 'waiting',
    callId: call.id,
    addMs: addMsOf(change),
    leavesAtMs: call.leavesAtMs,
  }
}

/** What is pending for a session. */
export type SessionProgress = {
  kind: PendingAction['kind']
  /** Of everything that waits, or else of what was sent last. */
  progress: ActionProgress
  /** The calls that wait, which Undo cancels. */
  undoIds: readonly string[]
}

/**
 * Returns what is pending for a session: a stop if there is one, because it decides, else the sum
 * of the extensions that wait, else the one that was sent last.
 * @param waiting the calls that wait in the gate of its endpoint
 * @returns null when nothing is pending
 */
export function sessionProgress(
  state: PendingActions,
  key: string,
  waiting: readonly WaitingCall[],
): SessionProgress | null {
  const foremost = foremostAction(state, key)
  if (!foremost) return null
  const { kind } = foremost
  const all = actionsIn(state, key)
    .filter((action) => action.kind === kind)
    .flatMap((action) => progressOf(action, waiting) ?? [])
  const waits = all.filter((progress) => progress.phase === 'waiting')
  const undoIds = waits.map(({ callId }) => callId)
  const [first] = waits
  if (!first) {
    const progress = all.at(-1)
    return progress ? { kind, progress, undoIds } : null
  }
  const addMs = waits.reduce<number | null>(
    (sum, each) => (sum === null || each.addMs === null ? null : sum + each.addMs),
    0,
  )
  return { kind, progress: { ...first, addMs }, undoIds }
}

/**
 * Returns what is pending for the session whose action was asked for last and still waits.
 * @param waitingOf the calls that wait in the gate of a session's endpoint
 * @returns null when no action waits
 */
export function newestWaiting(
  state: PendingActions,
  waitingOf: (row: FleetRow) => readonly WaitingCall[],
): (SessionProgress & { row: FleetRow }) | null {
  for (const { row } of [...state.byId.values()].toReversed()) {
    const pending = sessionProgress(state, row.key, waitingOf(row))
    if (pending && pending.undoIds.length > 0) return { ...pending, row }
  }
  return null
}

/** Makes an operation the newest one, because another click joined it. */
export function renewAction(runtime: Runtime, id: string): void {
  changeActions(runtime, (byId) => {
    const known = byId.get(id)
    if (known && byId.delete(id)) byId.set(id, known)
  })
}

/** Returns what a change adds to a lease, ms; null for a new total, or for no change. */
export function addMsOf(change: ExtendChange | null): number | null {
  return change !== null && 'addMs' in change ? change.addMs : null
}

function actionsIn({ byId }: PendingActions, key: string): readonly PendingAction[] {
  return [...byId.values()].filter(({ row }) => row.key === key)
}

function changeActions(
  runtime: Runtime,
  change: (byId: Map<string, PendingAction>) => unknown,
): void {
  pendingActionsStore(runtime).setState(({ byId }) => {
    const changed = new Map(byId)
    change(changed)
    return { byId: changed }
  })
}
