import type { RunningSimulator, SimulatorOptions } from '../simulator/browser.ts'
import { putAccount, removeAccount } from './accounts.ts'
import { forgetCredential } from './credentials.ts'
import {
  forgetOptions,
  keepOptions,
  simulatedAccount,
  SIMULATOR_ACCOUNT_ID,
  startSimulator,
  useSimulator,
} from './simulator.ts'

/** What is done to the simulator once the page stands; apart, because the first load needs none. */

const applyOptions = async (
  change: Parameters<RunningSimulator['setOptions']>[0],
  name: string,
  isLink: boolean,
): Promise<void> => {
  const { state } = useSimulator.getState()
  if (state.status !== 'running') return
  await state.simulator.setOptions(change)
  const { options } = state.simulator
  const isChosen = !isLink && change.scenario !== undefined
  const keptScenario = isChosen ? options.scenario : state.keptScenario
  keepOptions(options, keptScenario)
  putAccount(simulatedAccount(state.simulator, name))
  useSimulator.setState({ state: { ...state, options, keptScenario } })
}

/** Changes the running simulator's options, e.g. its scenario or speed. */
export const changeSimulator = (
  change: Partial<SimulatorOptions>,
  name: string,
): Promise<void> => applyOptions(change, name, false)

/**
 * Carries out what the user answered to a link that asks for the simulator.
 * @returns why it could not start; null when all is well
 */
export const answerLink = async (isWanted: boolean, name: string): Promise<string | null> => {
  const { asked, state } = useSimulator.getState()
  useSimulator.setState({ asked: null })
  if (!isWanted || asked === null) return null
  try {
    if (state.status === 'running') await applyOptions(asked, name, true)
    else await startSimulator(asked, name, true)
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown)
  }
  const { state: now } = useSimulator.getState()
  return now.status === 'failed' ? now.reason : null
}

/** Ends the simulator and forgets its account. */
export const stopSimulator = async (): Promise<void> => {
  const { state } = useSimulator.getState()
  forgetOptions()
  removeAccount(SIMULATOR_ACCOUNT_ID)
  forgetCredential(SIMULATOR_ACCOUNT_ID)
  useSimulator.setState({ state: { status: 'off' } })
  if (state.status === 'running') await state.simulator.stop()
}
