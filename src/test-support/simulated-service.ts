import { createManualClock } from '../simulator/manual-clock.ts'
import { createMemoryStore } from '../simulator/memory-store.ts'
import { DEFAULT_OPTIONS, type SimulatorOptions } from '../simulator/options.ts'
import { createSimulator } from '../simulator/simulator.ts'
import { type Account, accountsStore } from '../accounts/accounts.ts'
import { setCredential } from '../accounts/credentials.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { accountWith } from './account.ts'

/** Host of the rendering endpoint in the first region. */
export const HOST = 'remoterendering.westeurope.simulator.test'

/**
 * For tests: a simulated service without sessions on the test's time, and an unlocked account
 * for it.
 */
export async function beginService(
  changes: Partial<SimulatorOptions> = {},
  known: Partial<Pick<Account, 'id' | 'endpoints' | 'apiVersion'>> = {},
  store = createMemoryStore(),
) {
  const options = { ...DEFAULT_OPTIONS, sessions: 0, ...changes }
  const simulator = createSimulator({
    store,
    clock: { ...createManualClock(Date.now()), now: () => Date.now() },
    options,
  })
  await simulator.begin(options)
  const { accountId, accountKey } = simulator.account
  const account = accountWith({
    accountId,
    accountDomain: 'simulator.test',
    stsOrigin: 'https://sts.simulator.test',
    endpoints: [`https://${HOST}`],
    simulatedSpeed: 1,
    ...known,
  })
  /** Sets the account up in a tab. */
  const unlock = (runtime: Runtime): Runtime => {
    accountsStore(runtime).setState({ accounts: [account] })
    setCredential(runtime, account.id, { kind: 'key', accountKey })
    return runtime
  }
  return { simulator, account, accountKey, options, unlock }
}
