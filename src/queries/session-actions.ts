import { create } from 'zustand'
import type { ServiceError } from '../service/result.ts'
import type { FleetRow } from './fleet-model.ts'

/**
 * What the user asked for and what became of it, by session key. Facts of this client only;
 * what the session itself is like is the service's word.
 */
export type SessionAction = {
  kind: 'extend' | 'stop'
  /** waiting: at the gate, can be undone. verifying: done, a GET has yet to prove it. */
  phase: 'waiting' | 'sent' | 'verifying' | 'failed'
  /** Asked-for time, added up over quick clicks; null when a total was asked for. */
  addMs: number | null
  error: ServiceError | null
  /** The session as it was when the action began, so that it stays in view until the end. */
  row: FleetRow
}

/** Running and failed actions. Read with `useSessionActions`. */
export const useSessionActions = create<{
  byKey: Readonly<Record<string, SessionAction>>
}>(() => ({ byKey: {} }))

/** Sets or, with null, clears the action of a session. */
export const setSessionAction = (key: string, action: SessionAction | null): void =>
  useSessionActions.setState(({ byKey }) => {
    const { [key]: _old, ...rest } = byKey
    return { byKey: action === null ? rest : { ...rest, [key]: action } }
  })

/** The action of a session right now. */
export const sessionAction = (key: string): SessionAction | null =>
  useSessionActions.getState().byKey[key] ?? null
