import type { Channel } from '../util/channel.ts'

/**
 * For tests: the channels of one browser. A message is copied, and arrives at the other tabs a
 * moment later.
 * @param later delivers one
 */
export function createFakeChannels(later: (deliver: () => void) => unknown = queueMicrotask) {
  const ends = new Set<{ owner: object; name: string; hear: (data: unknown) => void }>()
  return {
    /**
     * The channels of one tab.
     * @param isDead whether the tab is dead, and sends and hears nothing
     * @param run runs a task of the tab
     */
    of:
      (owner: object, isDead = () => false, run = (task: () => void) => task()) =>
      (name: string): Channel => ({
        postMessage: (message) => {
          if (isDead()) return
          const data: unknown = structuredClone(message)
          for (const end of ends)
            if (end.owner !== owner && end.name === name) end.hear(structuredClone(data))
        },
        addEventListener: (_type, listener) =>
          ends.add({
            owner,
            name,
            hear: (data) => later(() => run(() => isDead() || listener({ data }))),
          }),
      }),
  }
}
