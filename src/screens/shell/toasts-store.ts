import { createStore } from 'zustand'
import { perRuntime } from '../../runtime/part.ts'
import type { Runtime } from '../../runtime/runtime.ts'
import type { ServiceError } from '../../service/result.ts'

/** A short message about something the user did. A failure stays until it is dismissed. */
export type Toast = {
  id: number
  tone: 'success' | 'failure'
  text: string
  /** Technical details of a failure, shown small and copyable. */
  error: ServiceError | null
  /** What the user can do about it. The message goes with it. */
  action?: ToastAction
}

/** `of`: what it acts on, for its accessible name. */
export type ToastAction = { label: string; of: string; run: () => void }

/** Messages on screen, oldest first. */
export const toastsStore = perRuntime(() =>
  createStore<{ toasts: readonly Toast[]; lastId: number }>()(() => ({
    toasts: [],
    lastId: 0,
  })),
)

/** More messages than this push the oldest successes out. */
const MAX_MESSAGES = 5
/** A failure tells what was not done, so it stays, within reason. */
const MAX_FAILURES = 50

/**
 * Shows a message. The oldest successes are dropped first.
 * @returns its ID
 */
export function addToast(runtime: Runtime, toast: Omit<Toast, 'id'>): number {
  const store = toastsStore(runtime)
  const id = store.getState().lastId + 1
  const before = store.getState().toasts
  // The new message itself is never dropped.
  const rest = withoutOldest(before, 'success', before.length + 1 - MAX_MESSAGES)
  const all = [...rest, { ...toast, id }]
  const failureCount = all.filter(({ tone }) => tone === 'failure').length
  store.setState({
    toasts: withoutOldest(all, 'failure', failureCount - MAX_FAILURES),
    lastId: id,
  })
  return id
}

/** Returns the messages without so many of the oldest of a tone. */
function withoutOldest(toasts: readonly Toast[], tone: Toast['tone'], count: number) {
  const leaving = new Set(
    toasts.filter((toast) => toast.tone === tone).slice(0, Math.max(0, count)),
  )
  return toasts.filter((toast) => !leaving.has(toast))
}

/** Removes a message. */
export function dismissToast(runtime: Runtime, id: number): void {
  toastsStore(runtime).setState(({ toasts }) => ({
    toasts: toasts.filter((toast) => toast.id !== id),
  }))
}
