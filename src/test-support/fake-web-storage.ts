import type { WebStorageEdge } from '../util/storage.ts'

/**
 * For tests: the web storage of one browser. What a tab writes, the other tabs are told of a
 * moment later, as browsers do.
 */
export function createFakeWebStorage(texts: Map<string, string> = new Map()) {
  const tabs = new Map<object, Set<(key: string | null) => void>>()
  const tellOthers = (owner: object, key: string) => {
    for (const [other, listeners] of tabs)
      if (other !== owner) for (const listener of listeners) queueMicrotask(() => listener(key))
  }
  return {
    texts,
    /** The storage as one tab sees it. */
    of: (owner: object = {}): WebStorageEdge => {
      const listeners = new Set<(key: string | null) => void>()
      tabs.set(owner, listeners)
      return {
        open: () => ({
          getItem: (key) => texts.get(key) ?? null,
          setItem: (key, text) => {
            texts.set(key, text)
            tellOthers(owner, key)
          },
          removeItem: (key) => {
            texts.delete(key)
            tellOthers(owner, key)
          },
        }),
        onChangedElsewhere: (listener) => {
          listeners.add(listener)
          return () => listeners.delete(listener)
        },
      }
    },
  }
}
