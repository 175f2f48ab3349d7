import type { Channel } from '../util/channel.ts'

/**
 * For tests: the channels of one browser. A message is copied, and arrives at the other tabs a
 * moment later.
 */
export function createFakeChannels() {
  const ends = new Set<{ owner: object; name: string; hear: (data: unknown) => void }>()
  return {
    /** The channels of one tab. @param isDead whether the tab is dead and sends nothing */
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
