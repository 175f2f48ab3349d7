import { createStore } from 'zustand'
import { perRuntime } from '../runtime/part.ts'
import type { Runtime } from '../runtime/runtime.ts'
import type { RunningSimulator, SimulatorOptions } from '../simulator/browser.ts'
import type * as SimulatorControl from './simulator-control.ts'
import { readStored } from '../util/parse-stored.ts'

/**
 * The simulator as a connection like any other. Its code is not known here: main.tsx hands in
 * the way to load it, so that it is fetched only when somebody asks for it.
 */
export type SimulatorState =
  | { status: 'off' }
  | { status: 'starting' }
  | { status: 'failed'; reason: string }
  | {
      status: 'running'
      simulator: RunningSimulator
      options: SimulatorOptions
      /** The scenario that a reload begins with; one that a link brought ends with the page. */
      keptScenario: SimulatorOptions['scenario']
    }

/** Options as an address gives them: names and texts, not checked yet. */
export type LinkOptions = Readonly<Record<string, string>>

type Control = typeof SimulatorControl

type Loader = (options: unknown) => Promise<RunningSimulator>

/** Local id of the simulated account. */
export const SIMULATOR_ACCOUNT_ID = 'simulator'

/** Where the options are kept. */
export const SIMULATOR_STORAGE_KEY = 'rrc.simulator'

type Simulation = {
  state: SimulatorState
  /** What a link asks for, until the user has answered; null: nothing. */
  asked: LinkOptions | null
  /** Loads the simulator; null before main.tsx has handed it in. */
  loader: Loader | null
}

/** What the simulator is doing, changed by the functions below and in simulator-control.ts. */
export const simulatorStore = perRuntime(() =>
  createStore<Simulation>()(() => ({ state: { status: 'off' }, asked: null, loader: null })),
)

/** Hands in the way to load the simulator; called once, by main.tsx. */
export function setSimulatorLoader(runtime: Runtime, loader: Loader): void {
  simulatorStore(runtime).setState({ loader })
}

/**
 * Runs something with what starts, changes and ends the simulator; that code is loaded only now,
 * because most visits need none of it. When it can't be loaded the simulator has failed.
 */
export const withSimulator = async (
  runtime: Runtime,
  run: (control: Control) => Promise<void>,
): Promise<void> => {
  try {
    await run(await import('./simulator-control.ts'))
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown)
    simulatorStore(runtime).setState({ state: { status: 'failed', reason } })
  }
}

/**
 * The options of the simulator this browser runs, kept over a reload; null when it is off. The
 * simulator checks each of them.
 */
export const storedSimulatorOptions = (_runtime: Runtime): unknown =>
  readStored<unknown>(SIMULATOR_STORAGE_KEY, null, (value, onMisfit) => {
    if (typeof value === 'object') return value
    onMisfit()
    return null
  })
