import { beforeEach, expect, test } from 'vitest'
import type { RunningSimulator } from '../simulator/browser.ts'
import {
  DEFAULT_OPTIONS,
  readSimulatorOptions,
  type SimulatorOptions,
} from '../simulator/options.ts'
import { accountsStore } from './accounts.ts'
import {
  answerLink,
  changeSimulator,
  openSimulator,
  stopSimulator,
} from './simulator-control.ts'
import { setSimulatorLoader, simulatorStore } from './simulated-account.ts'
import { openRuntime } from '../test-support/open-runtime.ts'
import { createStorage } from '../util/storage.ts'
import { createFakeWebStorage } from '../test-support/fake-web-storage.ts'

const KEY = 'rrc.simulator'
const storage = new Map<string, string>()

/** How often the simulator was started. */
let starts = 0
let runtime = openRuntime()

/** A simulator of which only the options matter. */
const fakeSimulator = (given: SimulatorOptions): RunningSimulator => {
  let options = given
  return {
    account: {
      accountId: 'a',
      accountKey: 'k',
      accountDomain: 'simulator.test',
      endpoints: [],
    },
    get options() {
      return options
    },
    scenarios: ['none'],
    hasSetAside: false,
    setOptions: async (change) => {
      options = readSimulatorOptions({ ...options, ...change })
    },
    reset: async () => {},
    stats: () => Promise.reject(new Error('none')),
    stop: async () => {},
  }
}

const kept = (): unknown => JSON.parse(storage.get(KEY) ?? 'null')
const options = () => {
  const { state } = simulatorStore(runtime).getState()
  return state.status === 'running' ? state.options : null
}

beforeEach(() => {
  storage.clear()
  runtime = openRuntime({
    browser: { storage: createStorage(createFakeWebStorage(storage).of()) },
  })
  starts = 0
  setSimulatorLoader(runtime, async (given) => {
    const read = readSimulatorOptions(given)
    starts += 1
    return fakeSimulator(read)
  })
})

test("without accounts a link starts the simulator, but its scenario isn't stored", async () => {
  await openSimulator(runtime, { sessions: '3', scenario: 'flaky' }, false, 'Simulator')
  expect(options()).toMatchObject({ sessions: 3, scenario: 'flaky' })
  expect(kept()).toMatchObject({ sessions: 3, scenario: 'none' })
  // The next setting that the user changes doesn't store it either.
  await changeSimulator(runtime, { speed: 10 }, 'Simulator')
  expect(kept()).toMatchObject({ speed: 10, scenario: 'none' })
  expect(options()).toMatchObject({ speed: 10, scenario: 'flaky' })
})

test('a scenario that the user chose is stored', async () => {
  await openSimulator(runtime, {}, false, 'Simulator')
  await changeSimulator(runtime, { scenario: 'stall' }, 'Simulator')
  expect(kept()).toMatchObject({ scenario: 'stall' })
  await stopSimulator(runtime)
  storage.set(KEY, JSON.stringify({ ...DEFAULT_OPTIONS, scenario: 'stall' }))
  await openSimulator(runtime, null, true, 'Simulator')
  expect(options()).toMatchObject({ scenario: 'stall' })
  await changeSimulator(runtime, { speed: 5 }, 'Simulator')
  expect(kept()).toMatchObject({ scenario: 'stall', speed: 5 })
})

test('with accounts a link starts nothing until the user agrees', async () => {
  await openSimulator(runtime, { scenario: 'flaky' }, true, 'Simulator')
  expect(starts).toBe(0)
  expect(kept()).toBeNull()
  expect(simulatorStore(runtime).getState().asked).toEqual({ scenario: 'flaky' })
  expect(await answerLink(runtime, true, 'Simulator')).toBeNull()
  expect(options()).toMatchObject({ scenario: 'flaky' })
  expect(kept()).toMatchObject({ scenario: 'none' })
  expect(simulatorStore(runtime).getState().asked).toBeNull()
  expect(
    accountsStore(runtime)
      .getState()
      .accounts.map(({ name }) => name),
  ).toEqual(['Simulator'])
})

test("a refused link changes nothing and isn't asked about again", async () => {
  await openSimulator(runtime, {}, true, 'Simulator')
  expect(simulatorStore(runtime).getState().asked).toEqual({})
  expect(await answerLink(runtime, false, 'Simulator')).toBeNull()
  expect(simulatorStore(runtime).getState()).toMatchObject({
    asked: null,
    state: { status: 'off' },
  })
  expect(await answerLink(runtime, true, 'Simulator')).toBeNull()
  expect(starts).toBe(0)
  expect(kept()).toBeNull()
})

test('a link asks before it changes a simulator that runs beside accounts', async () => {
  storage.set(KEY, JSON.stringify({ ...DEFAULT_OPTIONS, sessions: 4, scenario: 'paged' }))
  await openSimulator(runtime, { speed: '60', scenario: 'flaky' }, true, 'Simulator')
  expect(options()).toMatchObject({ sessions: 4, speed: 1, scenario: 'paged' })
  expect(await answerLink(runtime, true, 'Simulator')).toBeNull()
  expect(starts).toBe(1)
  expect(options()).toMatchObject({ sessions: 4, speed: 60, scenario: 'flaky' })
  expect(kept()).toMatchObject({ sessions: 4, speed: 60, scenario: 'paged' })
})

test('a link without options joins a running simulator without asking', async () => {
  storage.set(KEY, JSON.stringify({ ...DEFAULT_OPTIONS, sessions: 4 }))
  await openSimulator(runtime, {}, true, 'Simulator')
  expect(simulatorStore(runtime).getState().asked).toBeNull()
  expect(options()).toMatchObject({ sessions: 4 })
})

test('a link with an invalid option is reported, whether the simulator runs or not', async () => {
  await openSimulator(runtime, { scenario: 'storm' }, true, 'Simulator')
  expect(await answerLink(runtime, true, 'Simulator')).toContain('scenario must be one of')
  storage.set(KEY, JSON.stringify(DEFAULT_OPTIONS))
  await openSimulator(runtime, { speed: 'fast' }, true, 'Simulator')
  expect(await answerLink(runtime, true, 'Simulator')).toBe(
    'speed must be a number from 0.001 to 100000, not "fast".',
  )
  expect(options()).toMatchObject({ speed: 1 })
})
