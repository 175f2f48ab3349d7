/** What all tabs know of one gate. Small and JSON-able. */
export type SharedGateState = {
  /** When the last call left, local clock, epoch ms; 0: never. */
  lastCallAtMs: number
  /** No call before this, epoch ms; 0: none. */
  notBeforeMs: number
  notBeforeCause: 'throttled' | 'server-trouble' | null
  pollFactor: number
  cleanPolls: number
  lastThrottle: {
    atMs: number
    waitMs: number
    askedForMs: number | null
    capped: boolean
  } | null
}

/** A gate nobody has used yet. */
export const INITIAL_STATE: SharedGateState = {
  lastCallAtMs: 0,
  notBeforeMs: 0,
  notBeforeCause: null,
  pollFactor: 1,
  cleanPolls: 0,
  lastThrottle: null,
}

/** Where the shared state lives. `update` is exclusive: no other update runs in between. */
export type GateStore = {
  update<T>(
    change: (state: SharedGateState) => { next: SharedGateState; result: T },
  ): Promise<T>
  /** The state as last seen by this tab. */
  peek(): SharedGateState
  /** Called when another tab changed the state. */
  subscribe(listener: () => void): () => void
}

/** A store for one tab, or for several gates of one test. */
export const createMemoryStore = (): GateStore => {
  let state = INITIAL_STATE
  return {
    // Synchronous inside, so exclusive by nature.
    update: async (change) => {
      const { next, result } = change(state)
      state = next
      return result
    },
    peek: () => state,
    // There is no other tab.
    subscribe: () => () => {},
  }
}
