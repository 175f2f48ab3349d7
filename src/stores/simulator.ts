import { create } from 'zustand'
import type { RunningSimulator, SimulatorOptions } from '../simulator/browser.ts'
import { readStored } from '../util/parse-stored.ts'
import { reportSetAside } from '../util/storage-health.ts'
import { writeStored } from '../util/storage.ts'
import { type Account, putAccount } from './accounts.ts'
import { setCredential } from './credentials.ts'

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

type Loader = (options: unknown) => Promise<RunningSimulator>

/** Local id of the simulated account. */
export const SIMULATOR_ACCOUNT_ID = 'simulator'

const STORAGE_KEY = 'rrc.simulator'

/** What the simulator is doing. Read with `useSimulator`, change with the functions below. */
export const useSimulator = create<{
  state: SimulatorState
  /** What a link asks for, until the user has answered; null: nothing. */
  asked: LinkOptions | null
}>(() => ({ state: { status: 'off' }, asked: null }))

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

/** The simulated service as an account. @param name on screen */
export const simulatedAccount = (
  { account, options }: RunningSimulator,
  name: string,
): Account => ({
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

/** Lets the next visit begin without the simulator. False when storage refused. */
export const forgetOptions = (): boolean => writeStored(STORAGE_KEY, null)

/** Keeps options for the next visit, with the scenario it shall begin with. False when refused. */
export const keepOptions = (
  options: SimulatorOptions,
  keptScenario: SimulatorOptions['scenario'],
): boolean => writeStored(STORAGE_KEY, { ...options, scenario: keptScenario })

/**
 * Starts the simulator and connects to it.
 * @param options as from the URL or storage; the simulator checks them and says what is wrong
 * @param name of the account on screen
 * @param isLink the options come from a link: its scenario is not kept for the next visit
 */
export const startSimulator = async (
  options: unknown,
  name: string,
  isLink = false,
): Promise<void> => {
  if (!loader || useSimulator.getState().state.status === 'starting') return
  useSimulator.setState({ state: { status: 'starting' } })
  try {
    const simulator = await loader(options)
    if (simulator.hasSetAside) reportSetAside('remote-rendering-simulator')
    const keptScenario = isLink ? 'none' : simulator.options.scenario
    keepOptions(simulator.options, keptScenario)
    setCredential(SIMULATOR_ACCOUNT_ID, {
      kind: 'key',
      accountKey: simulator.account.accountKey,
    })
    putAccount(simulatedAccount(simulator, name))
    useSimulator.setState({
      state: { status: 'running', simulator, options: simulator.options, keptScenario },
    })
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown)
    useSimulator.setState({ state: { status: 'failed', reason } })
  }
}

/**
 * Starts the simulator when this browser runs it, or when the page was opened by a link that
 * asks for it. Anybody can make such a link, so where accounts are set up the user is asked.
 * @param link the options of the link, null when there is none
 * @param hasAccounts whether accounts besides the simulator's are set up
 */
export const openSimulator = async (
  link: LinkOptions | null,
  hasAccounts: boolean,
  name: string,
): Promise<void> => {
  const stored = storedSimulatorOptions()
  // A link without options wants no more than what is there already.
  const isNew = link !== null && (stored === null || Object.keys(link).length > 0)
  if (isNew && hasAccounts) useSimulator.setState({ asked: link })
  else if (isNew) return startSimulator(link, name, true)
  return stored === null ? undefined : startSimulator(stored, name)
}
