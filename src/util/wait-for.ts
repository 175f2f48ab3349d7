/** A store that tells of its changes. */
type Changing = { subscribe: (listener: () => void) => () => void }

/**
 * Waits for what the stores will tell.
 * @param find looked for at once and after each change; undefined: not there yet
 */
export function untilFound<T>(
  stores: readonly Changing[],
  find: () => T | undefined,
): Promise<T> {
  return new Promise((resolve) => {
    const look = () => {
      const found = find()
      if (found === undefined) return
      stops.forEach((stop) => stop())
      resolve(found)
    }
    const stops = stores.map((store) => store.subscribe(look))
    look()
  })
}
