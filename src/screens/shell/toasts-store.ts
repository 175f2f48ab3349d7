import { create } from 'zustand'
import type { ServiceError } from '../../service/result.ts'

/** A short message about something the user did. A failure stays until it is dismissed. */
export type Toast = {
  id: number
  tone: 'success' | 'failure'
  text: string
  /** Technical details of a failure, shown small and copyable. */
  error: ServiceError | null
}

let lastId = 0

/** Messages on screen, oldest first. */
export const useToasts = create<{ toasts: readonly Toast[] }>(() => ({ toasts: [] }))

/** Shows a message. At most five are shown; the oldest success is dropped first. */
export const addToast = (toast: Omit<Toast, 'id'>): void => {
  lastId += 1
  const next = [...useToasts.getState().toasts, { ...toast, id: lastId }]
  const surplus = next.length - 5
  const leaving = new Set(
    surplus > 0
      ? [...next]
          .sort(
            (a, b) =>
              Number(a.tone === 'failure') - Number(b.tone === 'failure') || a.id - b.id,
          )
          .slice(0, surplus)
          .map(({ id }) => id)
      : [],
  )
  useToasts.setState({ toasts: next.filter(({ id }) => !leaving.has(id)) })
}

/** Removes a message. */
export const dismissToast = (id: number): void =>
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }))
