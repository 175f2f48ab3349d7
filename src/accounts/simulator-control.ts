import type { RunningSimulator, SimulatorOptions } from '../simulator/browser.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { reportSetAside } from '../util/storage.ts'
import { writeStored } from '../util/storage.ts'
import { type Account, putAccount, removeAccount } from './accounts.ts'
import { forgetCredential, setCredential } from './credentials.ts'
import {
  type LinkOptions,
  SIMULATOR_ACCOUNT_ID,
  SIMULATOR_STORAGE_KEY,
  storedSimulatorOptions,
  simulatorStore,
} from './simulated-account.ts'

/** Starts, changes, and ends the simulator. Loaded only by a visit that needs it. */

/**
 * Starts the simulator and connects to it.
 * @param options from the URL or storage; the simulator validates them and reports invalid ones
 * @param name of the account on screen
 * @param isLink whether the options come from a link, whose scenario isn't stored for the next
 *   visit
 */
export async function startSimulator(
  runtime: Runtime,
  options: unknown,
  name: string,
  isLink = false,
): Promise<void> {
  const { loader, state } = simulatorStore(runtime).getState()
  if (!loader || state.status === 'starting') return
  simulatorStore(runtime).setState({ state: { status: 'starting' } })
  try {
    const simulator = await loader(options)
    if (simulator.hasSetAside)
      reportSetAside(runtime.browser.storage, 'remote-rendering-simulator')
    const keptScenario = isLink ? 'none' : simulator.options.scenario
    keepOptions(runtime, simulator.options, keptScenario)
    setCredential(runtime, SIMULATOR_ACCOUNT_ID, {
      kind: 'key',
      accountKey: simulator.account.accountKey,
    })
    putAccount(runtime, simulatedAccount(simulator, name))
    simulatorStore(runtime).setState({
      state: { status: 'running', simulator, options: simulator.options, keptScenario },
    })
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown)
    simulatorStore(runtime).setState({ state: { status: 'failed', reason } })
  }
}

/**
 * Starts the simulator when this browser runs it, or when a link to the page requests it.
 * Anyone can make such a link, so the user is asked first when accounts are set up.
 * @param link the options of the link, null when there is none
 * @param hasAccounts whether accounts besides the simulator's are set up
 */
export async function openSimulator(
  runtime: Runtime,
  link: LinkOptions | null,
  hasAccounts: boolean,
  name: string,
): Promise<void> {
  const stored = storedSimulatorOptions(runtime)
  // A link without options needs no more than a running simulator.
  const isNew = link !== null && (stored === null || Object.keys(link).length > 0)
  if (isNew && hasAccounts) simulatorStore(runtime).setState({ asked: link })
  else if (isNew) return startSimulator(runtime, link, name, true)
  return stored === null ? undefined : startSimulator(runtime, stored, name)
}

/** Changes the running simulator's options, e.g. its scenario or speed. */
export function changeSimulator(
  runtime: Runtime,
  change: Partial<SimulatorOptions>,
  name: string,
): Promise<void> {
  return applyOptions(runtime, change, name, false)
}

/**
 * Acts on the user's answer to a link that requests the simulator.
 * @returns why it could not start; null on success
 */
export async function answerLink(
  runtime: Runtime,
  isWanted: boolean,
  name: string,
): Promise<string | null> {
  const { asked, state } = simulatorStore(runtime).getState()
  simulatorStore(runtime).setState({ asked: null })
  if (!isWanted || asked === null) return null
  try {
    if (state.status === 'running') await applyOptions(runtime, asked, name, true)
    else await startSimulator(runtime, asked, name, true)
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown)
  }
  const { state: now } = simulatorStore(runtime).getState()
  return now.status === 'failed' ? now.reason : null
}

/** Ends the simulator and removes its account. */
export async function stopSimulator(runtime: Runtime): Promise<void> {
  const { state } = simulatorStore(runtime).getState()
  writeStored(runtime.browser.storage, SIMULATOR_STORAGE_KEY, null)
  removeAccount(runtime, SIMULATOR_ACCOUNT_ID)
  forgetCredential(runtime, SIMULATOR_ACCOUNT_ID)
  simulatorStore(runtime).setState({ state: { status: 'off' } })
  if (state.status === 'running') await state.simulator.stop()
}

async function applyOptions(
  runtime: Runtime,
  change: Parameters<RunningSimulator['setOptions']>[0],
  name: string,
  isLink: boolean,
): Promise<void> {
  const { state } = simulatorStore(runtime).getState()
  if (state.status !== 'running') return
  await state.simulator.setOptions(change)
  const { options } = state.simulator
  const isChosen = !isLink && change.scenario !== undefined
  const keptScenario = isChosen ? options.scenario : state.keptScenario
  keepOptions(runtime, options, keptScenario)
  putAccount(runtime, simulatedAccount(state.simulator, name))
  simulatorStore(runtime).setState({ state: { ...state, options, keptScenario } })
}

/** Stores options for the next visit, with the scenario it begins with. */
function keepOptions(
  runtime: Runtime,
  options: SimulatorOptions,
  keptScenario: SimulatorOptions['scenario'],
): boolean {
  return writeStored(runtime.browser.storage, SIMULATOR_STORAGE_KEY, {
    ...options,
    scenario: keptScenario,
  })
}

/** The simulated service as an account. @param name on screen */
function simulatedAccount({ account, options }: RunningSimulator, name: string): Account {
  return {
    id: SIMULATOR_ACCOUNT_ID,
    name,
    accountId: account.accountId,
    accountDomain: account.accountDomain,
    stsOrigin: `https://sts.${account.accountDomain}`,
    endpoints: account.endpoints,
    apiVersion: '2021-01-01',
    credentialKind: 'key',
    simulatedSpeed: options.speed,
  }
}
