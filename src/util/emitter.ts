/** Publishes events to listeners that the publisher doesn't know. */
export type Emitter<Event> = {
  emit: (event: Event) => void
  /** @returns a function to stop listening */
  listen: (listener: (event: Event) => void) => () => void
}

/** With more events than this and no listener, none will come. */
const MAX_KEPT = 100

/**
 * Makes an emitter. Events without a listener are kept for the next one, because a part of the
 * page that is loaded later must not miss them.
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
