import { createStore } from 'zustand'
import { perRuntime } from '../runtime/part.ts'
import type { Runtime } from '../runtime/runtime.ts'
import type { RunningSimulator, SimulatorOptions } from '../simulator/browser.ts'
import type * as SimulatorControl from './simulator-control.ts'
import { readStored } from '../util/parse-stored.ts'

/**
 * The simulator as an account. main.tsx passes in a function to load its code, so that the code
 * is fetched only when somebody uses it.
 */
export type SimulatorState =
  | { status: 'off' }
  | { status: 'starting' }
  | { status: 'failed'; reason: string }
  | {
      status: 'running'
      simulator: RunningSimulator
      options: SimulatorOptions
      /** The scenario after a reload. One from a link ends with the page. */
      keptScenario: SimulatorOptions['scenario']
    }

/** Options from an address: names and texts, not validated yet. */
export type LinkOptions = Readonly<Record<string, string>>

type Control = typeof SimulatorControl

type Loader = (options: unknown) => Promise<RunningSimulator>

/** Local ID of the simulated account. */
export const SIMULATOR_ACCOUNT_ID = 'simulator'

/** The key under which the options are stored. */
export const SIMULATOR_STORAGE_KEY = 'rrc.simulator'

type Simulation = {
  state: SimulatorState
  /** The link that the user has not answered yet; null: none. */
  asked: LinkOptions | null
  /** Loads the simulator; null before main.tsx has passed it in. */
  loader: Loader | null
}

/** The state of the simulator, changed by the functions below and in simulator-control.ts. */
export const simulatorStore = perRuntime(() =>
  createStore<Simulation>()(() => ({ state: { status: 'off' }, asked: null, loader: null })),
)

/** Sets the function that loads the simulator. Called once, by main.tsx. */
export function setSimulatorLoader(runtime: Runtime, loader: Loader): void {
  simulatorStore(runtime).setState({ loader })
}

/**
 * Runs something with the code that starts, changes, and ends the simulator. It is loaded only
 * now, because most visits don't need it. When loading fails, the simulator has failed.
 */
export async function withSimulator(
  runtime: Runtime,
  run: (control: Control) => Promise<void>,
): Promise<void> {
  try {
    await run(await import('./simulator-control.ts'))
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown)
    simulatorStore(runtime).setState({ state: { status: 'failed', reason } })
  }
}

/**
 * The stored options of this browser's simulator; null when it is off. The simulator validates
 * each of them.
 */
export function storedSimulatorOptions(runtime: Runtime): unknown {
  return readStored<unknown>(
    runtime.browser.storage,
    SIMULATOR_STORAGE_KEY,
    null,
    (value, onMisfit) => {
      if (typeof value === 'object') return value
      onMisfit()
      return null
    },
  )
}
