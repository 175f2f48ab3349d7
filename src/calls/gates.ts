import { createGate } from '../gate/gate.ts'
import type { GateStores } from '../gate/store.ts'
import type { CallKind, CallReport, Gate } from '../gate/types.ts'
import type { Account, EndpointRef } from '../accounts/accounts.ts'
import { perRuntime } from '../runtime/part.ts'
import { recordCall } from './call-log.ts'
import { preferencesStore } from '../runtime/preferences.ts'
import type { Runtime } from '../runtime/runtime.ts'

/**
 * Spacing of token calls; the token service has its own limits
 * (docs/protocol.md#access-tokens).
 */
const TOKEN_SPACING_MS = 5000

type GatesPorts = {
  now: () => number
  monotonicNow: () => number
  setTimer: (run: () => void, ms: number) => unknown
  clearTimer: (handle: unknown) => void
  /** Called with every call that was sent, once its answer is there. */
  onCall: (report: CallReport) => void
  /** What the gates share with other tabs. */
  stores: GateStores
  /** This tab among them. */
  tabId: string
}

export type Gates = ReturnType<typeof createGates>

/** The gates of a runtime, at the spacing that the user chose. */
export const gatesOf = perRuntime((runtime): Gates => {
  const preferences = preferencesStore(runtime)
  const gates = createGates(
    {
      ...runtime.ports,
      monotonicNow: runtime.monotonicNow,
      stores: runtime.stores,
      tabId: runtime.tabId,
      onCall: (report) => recordCall(runtime, report),
    },
    preferences.getState().spacingMs,
  )
  preferences.subscribe(({ spacingMs }) => gates.setSpacing(spacingMs))
  runtime.secretSources.push(() => tokensInMemory(runtime))
  return gates
})

/**
 * The gates of the console: one per account ID and rendering endpoint, and one per account ID
 * for tokens. Two accounts with the same account ID share a gate, because they share its limit.
 */
function createGates(ports: GatesPorts, spacingMs: number) {
  const gates = new Map<string, Gate>()
  const listeners = new Set<() => void>()
  let currentSpacingMs = spacingMs

  const gateNamed = (name: string, ownSpacingMs: number): Gate => {
    const known = gates.get(name)
    if (known) return known
    const gate = createGate({
      name,
      holder: ports.tabId,
      spacingMs: ownSpacingMs,
      ports: { ...ports, store: ports.stores.of(name) },
    })
    gate.subscribe(() => {
      for (const listener of listeners) listener()
    })
    gates.set(name, gate)
    return gate
  }

  return {
    /** The gate of every session call of one account to one endpoint. */
    of: ({ account, endpoint }: EndpointRef): Gate =>
      gateNamed(`${account.accountId.toLowerCase()} ${endpoint}`, currentSpacingMs),
    /** The gate of an account's token calls. */
    ofToken: (account: Account): Gate =>
      gateNamed(`token ${account.accountId.toLowerCase()}`, TOKEN_SPACING_MS),
    /** Whether a user action has not been sent yet. */
    holdsActions: (): boolean =>
      [...gates.values()].some((gate) =>
        gate.getView().waiting.some(({ kind }) => isAction(kind)),
      ),
    /** Called after any change of any gate. */
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    /** Changes the spacing of session calls, ms. */
    setSpacing: (ms: number) => {
      currentSpacingMs = ms
      for (const [name, gate] of gates) if (!name.startsWith('token ')) gate.setSpacing(ms)
    },
    /** Checks everything that waits, after timers may have been delayed. */
    wake: () => {
      for (const gate of gates.values()) gate.wake()
    },
    dispose: () => {
      for (const gate of gates.values()) gate.dispose()
    },
  }
}

/** Whether a call carries out what a user asked for, rather than reading. */
export function isAction(kind: CallKind): boolean {
  return kind === 'stop' || kind === 'extend' || kind === 'create'
}

/** All tokens from token services, received by this tab or another one. */
function tokensInMemory({ queryClient }: Runtime): string[] {
  return queryClient
    .getQueriesData<{ accessToken: string }>({ queryKey: ['token'] })
    .flatMap(([, token]) => token?.accessToken ?? [])
}
