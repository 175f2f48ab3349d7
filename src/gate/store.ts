import type { CallKind } from './types.ts'

/** The most urgent waiting call of one tab, for the order of turns over all tabs. */
export type Claim = {
  /** The gate instance that holds it, unique over tabs and reloads. */
  holder: string
  kind: CallKind
  queuedAtMs: number
}

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
  /** By how much the tabs saw the clock on the wall being set, in sum. */
  clockShiftMs: number
  /** What waits, one entry per tab. */
  claims: readonly Claim[]
}

/** A gate nobody has used yet. */
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
   * pure, because it is repeated when storage fails.
   */
  update<T>(change: GateChange<T>): Promise<T>
  /** The state as last seen by this tab. */
  peek(): SharedGateState
  /** Called when another tab changed the state. */
  subscribe(listener: () => void): () => void
}

/** @param leaderEpoch the number of the lead that counts; polls of earlier ones must not leave */
export type GateChange<T> = (
  state: SharedGateState,
  leaderEpoch: number,
) => { next: SharedGateState; result: T }

/** The shared states of all gates, and the count of leads that fences off deposed leaders. */
export type GateStores = {
  of(gate: string): GateStore
  /**
   * Begins a new lead.
   * @param heardEpoch the highest number heard of, in case storage forgot
   * @returns its number, higher than every one before
   */
  claimLead(heardEpoch: number): Promise<number>
  /** The number of the latest lead, as last seen by this tab. */
  latestLead(): number
}

/** Stores for one tab, or for several gates of one test. */
export function createMemoryStores(): GateStores {
  const states = new Map<string, SharedGateState>()
  let leaderEpoch = 0
  return {
    of: (gate) => ({
      // Synchronous inside, so exclusive by nature.
      update: async (change) => {
        const { next, result } = change(states.get(gate) ?? INITIAL_STATE, leaderEpoch)
        // A copy, as real storage makes one: what can't be copied must not pass here either.
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
