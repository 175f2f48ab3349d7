/** Publishes events to whoever listens. The one who publishes knows none of its listeners. */
export type Emitter<Event> = {
  emit: (event: Event) => void
  /** @returns the way to stop listening */
  listen: (listener: (event: Event) => void) => () => void
}

/** More events than this without a listener mean that none will come. */
const MAX_KEPT = 100

/**
 * Makes an emitter. Events that come while nobody listens are kept for the next listener, because
 * a part of the page that is loaded later must not miss what happened before.
 */
export function createEmitter<Event>(): Emitter<Event> {
  const listeners = new Set<(event: Event) => void>()
  let kept: Event[] = []
  return {
    emit: (event) => {
      if (listeners.size === 0) kept = [...kept, event].slice(-MAX_KEPT)
      for (const listener of listeners) listener(event)
    },
    listen: (listener) => {
      listeners.add(listener)
      const missed = kept
      kept = []
      for (const event of missed) listener(event)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
