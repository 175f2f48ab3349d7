/** A store that notifies of its changes. */
type Changing = { subscribe: (listener: () => void) => () => void }

/**
 * Waits until the stores contain something.
 * @param find called at once and after each change; undefined: not found yet
 */
export function waitFor<T>(stores: readonly Changing[], find: () => T | undefined): Promise<T> {
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
