/**
 * Publishes events to listeners that the publisher doesn't know. A listener that throws
 * stops neither the publisher nor the other listeners; its error is reported like an uncaught one.
 */
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
      for (const listener of listeners) notify(listener, event)
    },
    listen: (listener) => {
      listeners.add(listener)
      const missed = kept
      kept = []
      for (const event of missed) notify(listener, event)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}

function notify<Event>(listener: (event: Event) => void, event: Event): void {
  try {
    listener(event)
  } catch (reason) {
    queueMicrotask(() => {
      throw reason
    })
  }
}
