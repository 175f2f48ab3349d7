import type { CallKind } from './types.ts'

/** The most urgent waiting call of one tab, which decides its place among all tabs. */
export type Claim = {
  /** The gate instance that waits, unique over tabs and reloads. */
  holder: string
  kind: CallKind
  queuedAtMs: number
  /** It isn't sent before this, local clock, epoch ms; 0: no limit. */
  heldUntilMs: number
}

/** What all tabs know about one gate. Small and JSON-able. */
export type SharedGateState = {
  /** When the last call was sent, local clock, epoch ms; 0: never. */
  lastCallAtMs: number
  /** No call may be sent before this, epoch ms; 0: no limit. */
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
  /** Sum of all changes of the wall clock that the tabs noticed, ms. */
  clockShiftMs: number
  /** The claims that wait, one per tab. */
  claims: readonly Claim[]
}

/** The state of a gate that was never used. */
export const INITIAL_STATE: SharedGateState = {
  lastCallAtMs: 0,
  notBeforeMs: 0,
  notBeforeCause: null,
  pollFactor: 1,
  cleanPolls: 0,
  lastThrottle: null,
  clockShiftMs: 0,
  claims: [],
}

/** Where the shared state of one gate lives. */
export type GateStore = {
  /**
   * Changes the state. Exclusive: no other update of any tab runs in between. `change` must be
   * pure, because it runs again when storage fails.
   */
  update<T>(change: GateChange<T>): Promise<T>
  /** The state as last seen by this tab. */
  peek(): SharedGateState
  /** Called when another tab changed the state. */
  subscribe(listener: () => void): () => void
}

/**
 * Changes the state. @param leaderEpoch the current leadership; polls of earlier ones must not
 * be sent
 */
export type GateChange<T> = (
  state: SharedGateState,
  leaderEpoch: number,
) => { next: SharedGateState; result: T }

/**
 * The shared states of all gates, and the number of the leadership, which shuts out former
 * leaders.
 */
export type GateStores = {
  of(gate: string): GateStore
  /**
   * Begins a new leadership.
   * @param heardEpoch the highest number heard of, in case storage lost it
   * @returns its number, higher than every one before
   */
  claimLead(heardEpoch: number): Promise<number>
  /** The number of the latest leadership, as last seen by this tab. */
  latestLead(): number
}

/** Stores for one tab, or for several gates of one test. */
export function createMemoryStores(): GateStores {
  const states = new Map<string, SharedGateState>()
  let leaderEpoch = 0
  return {
    of: (gate) => ({
      // Synchronous inside, and therefore exclusive.
      update: async (change) => {
        const { next, result } = change(states.get(gate) ?? INITIAL_STATE, leaderEpoch)
        // A copy, as real storage makes one: what can't be cloned must fail here too.
        states.set(gate, structuredClone(next))
        return result
      },
      peek: () => states.get(gate) ?? INITIAL_STATE,
      // There is no other tab.
      subscribe: () => () => {},
    }),
    claimLead: async (heardEpoch) => {
      leaderEpoch = Math.max(leaderEpoch, heardEpoch) + 1
      return leaderEpoch
    },
    latestLead: () => leaderEpoch,
  }
}
