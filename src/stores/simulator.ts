import { create } from 'zustand'
import type { RunningSimulator, SimulatorOptions } from '../simulator/browser.ts'
import { readStored } from '../util/parse-stored.ts'
import { reportSetAside } from '../util/storage-health.ts'
import { writeStored } from '../util/storage.ts'
import { type Account, putAccount, removeAccount } from './accounts.ts'
import { forgetCredential, setCredential } from './credentials.ts'

/**
 * The simulator as a connection like any other. Its code is not known here: main.tsx hands in
 * the way to load it, so that it is fetched only when somebody asks for it.
 */
export type SimulatorState =
  | { status: 'off' }
  | { status: 'starting' }
  | { status: 'failed'; reason: string }
  | { status: 'running'; simulator: RunningSimulator; options: SimulatorOptions }

type Loader = (options: unknown) => Promise<RunningSimulator>

/** Local id of the simulated account. */
export const SIMULATOR_ACCOUNT_ID = 'simulator'

const STORAGE_KEY = 'rrc.simulator'

/** What the simulator is doing. Read with `useSimulator`, change with the functions below. */
export const useSimulator = create<{ state: SimulatorState }>(() => ({
  state: { status: 'off' },
}))

let loader: Loader | null = null

/** Hands in the way to load the simulator; called once, by main.tsx. */
export const setSimulatorLoader = (load: Loader): void => {
  loader = load
}

/**
 * The options of the simulator this browser runs, kept over a reload; null when it is off. The
 * simulator checks each of them.
 */
export const storedSimulatorOptions = (): unknown =>
  readStored<unknown>(STORAGE_KEY, null, (value, onMisfit) => {
    if (typeof value === 'object') return value
    onMisfit()
    return null
  })

const simulatedAccount = ({ account, options }: RunningSimulator, name: string): Account => ({
  id: SIMULATOR_ACCOUNT_ID,
  name,
  accountId: account.accountId,
  accountDomain: account.accountDomain,
  stsOrigin: `https://sts.${account.accountDomain}`,
  endpoints: account.endpoints,
  apiVersion: '2021-01-01',
  credentialKind: 'key',
  simulatedSpeed: options.speed,
})

/**
 * Starts the simulator and connects to it.
 * @param options as from the URL or storage; the simulator checks them and says what is wrong
 * @param name of the account on screen
 */
export const startSimulator = async (options: unknown, name: string): Promise<void> => {
  if (!loader || useSimulator.getState().state.status === 'starting') return
  useSimulator.setState({ state: { status: 'starting' } })
  try {
    const simulator = await loader(options)
    if (simulator.hasSetAside) reportSetAside('remote-rendering-simulator')
    writeStored(STORAGE_KEY, simulator.options)
    setCredential(SIMULATOR_ACCOUNT_ID, {
      kind: 'key',
      accountKey: simulator.account.accountKey,
    })
    putAccount(simulatedAccount(simulator, name))
    useSimulator.setState({
      state: { status: 'running', simulator, options: simulator.options },
    })
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown)
    useSimulator.setState({ state: { status: 'failed', reason } })
  }
}

/** Changes the running simulator's options, e.g. its scenario or speed. */
export const changeSimulator = async (
  change: Partial<SimulatorOptions>,
  name: string,
): Promise<void> => {
  const { state } = useSimulator.getState()
  if (state.status !== 'running') return
  await state.simulator.setOptions(change)
  const { options } = state.simulator
  writeStored(STORAGE_KEY, options)
  putAccount(simulatedAccount(state.simulator, name))
  useSimulator.setState({ state: { ...state, options } })
}

/** Ends the simulator and forgets its account. */
export const stopSimulator = async (): Promise<void> => {
  const { state } = useSimulator.getState()
  writeStored(STORAGE_KEY, null)
  removeAccount(SIMULATOR_ACCOUNT_ID)
  forgetCredential(SIMULATOR_ACCOUNT_ID)
  useSimulator.setState({ state: { status: 'off' } })
  if (state.status === 'running') await state.simulator.stop()
}
