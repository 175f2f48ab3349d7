import { create } from 'zustand'
import type { FleetRow } from './fleet-model.ts'

/**
 * What the user asked for and where it stands. Facts of this client only; what the session
 * itself is like is the service's word.
 */
export type SessionAction = {
  kind: 'extend' | 'stop'
  /** waiting: at the gate, can be undone. verifying: done, a GET has yet to prove it. */
  phase: 'waiting' | 'sent' | 'verifying'
  /** Asked-for time, added up over quick clicks; null when a total was asked for. */
  addMs: number | null
  /** The session as it was when the action began, so that it stays in view until the end. */
  row: FleetRow
}

/**
 * The actions under way, oldest first, by session key. A session can have several: an extension
 * that waits for the one before it, or a stop that overtakes both. Read with `useSessionAction`.
 */
export const useSessionActions = create<{
  byKey: Readonly<Record<string, readonly SessionAction[]>>
}>(() => ({ byKey: {} }))

/** An action as its owner changes it. Nobody else does. */
export type OwnAction = {
  change: (change: Partial<Pick<SessionAction, 'phase' | 'addMs'>>) => void
  end: () => void
}

const setActions = (key: string, actions: readonly SessionAction[]) =>
  useSessionActions.setState(({ byKey }) => {
    const { [key]: _old, ...rest } = byKey
    return { byKey: actions.length === 0 ? rest : { ...rest, [key]: actions } }
  })

/** The actions of a session right now. */
export const actionsOf = (key: string): readonly SessionAction[] =>
  useSessionActions.getState().byKey[key] ?? []

/** Shows an action beside those the session has. */
export const beginAction = (action: SessionAction): OwnAction => {
  const { key } = action.row
  let shown = action
  setActions(key, [...actionsOf(key), shown])
  return {
    change: (change) => {
      const next = { ...shown, ...change }
      setActions(
        key,
        actionsOf(key).map((each) => (each === shown ? next : each)),
      )
      shown = next
    },
    end: () =>
      setActions(
        key,
        actionsOf(key).filter((each) => each !== shown),
      ),
  }
}

/** Whether a stop of a session is under way, whatever is left to prove. */
export const isStopping = (key: string): boolean =>
  actionsOf(key).some(({ kind }) => kind === 'stop')

/** The one action to show: a stop if there is one, because it decides; else the latest. */
export const foremostAction = (
  actions: readonly SessionAction[] | undefined,
): SessionAction | undefined =>
  actions?.findLast(({ kind }) => kind === 'stop') ?? actions?.at(-1)

/** The action of a session that its row shows. */
export const useSessionAction = (key: string): SessionAction | undefined =>
  useSessionActions(({ byKey }) => foremostAction(byKey[key]))
