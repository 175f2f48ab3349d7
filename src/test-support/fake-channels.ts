import type { Channel } from '../util/channel.ts'

/**
 * For tests: the channels of one browser. What a tab says is copied, and heard by the other tabs
 * a moment later.
 */
export function createFakeChannels() {
  const ends = new Set<{ owner: object; name: string; hear: (data: unknown) => void }>()
  return {
    /** The way of one tab to its channels. @param isDead a tab that is dead says nothing */
    of:
      (owner: object, isDead: () => boolean = () => false) =>
      (name: string): Channel => ({
        postMessage: (message) => {
          if (isDead()) return
          const data: unknown = structuredClone(message)
          for (const end of ends) if (end.owner !== owner && end.name === name) end.hear(data)
        },
        addEventListener: (_type, listener) =>
          ends.add({
            owner,
            name,
            hear: (data) => queueMicrotask(() => isDead() || listener({ data })),
          }),
      }),
  }
}
