import { createStore } from 'zustand'
import { perRuntime } from '../../runtime/part.ts'
import type { Runtime } from '../../runtime/runtime.ts'

type NoticesState = {
  isOpen: boolean
  /** Keys of notices that were dismissed in this tab and have no stored row. */
  dismissed: ReadonlySet<string>
  /** Why a simulator that a link asked for could not start; null: it did, or none was asked for. */
  simulatorFailure: string | null
}

/** What this tab knows of the notices beyond their facts. */
export const noticesStore = perRuntime(() =>
  createStore<NoticesState>()(() => ({
    isOpen: false,
    dismissed: new Set(),
    simulatorFailure: null,
  })),
)

/** Hides a notice of this tab until its cause is another one. */
export function dismissNotice(runtime: Runtime, key: string): void {
  noticesStore(runtime).setState(({ dismissed }) => ({
    dismissed: new Set([...dismissed, key]),
  }))
}
