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

/** Shows a message. At most five are shown; the oldest success is dropped first. */
export function addToast(runtime: Runtime, toast: Omit<Toast, 'id'>): void {
  const store = toastsStore(runtime)
  const id = store.getState().lastId + 1
  const next = [...store.getState().toasts, { ...toast, id }]
  const surplus = next.length - 5
  const leaving = new Set(
    surplus > 0
      ? [...next]
          .sort(
            (a, b) =>
              Number(a.tone === 'failure') - Number(b.tone === 'failure') || a.id - b.id,
          )
          .slice(0, surplus)
          .map((each) => each.id)
      : [],
  )
  store.setState({ toasts: next.filter((each) => !leaving.has(each.id)), lastId: id })
}

/** Removes a message. */
export function dismissToast(runtime: Runtime, id: number): void {
  toastsStore(runtime).setState(({ toasts }) => ({
    toasts: toasts.filter((toast) => toast.id !== id),
  }))
}
