import { beforeEach, expect, test } from 'vitest'
import type { RunningSimulator } from '../simulator/browser.ts'
import {
  DEFAULT_OPTIONS,
  readSimulatorOptions,
  type SimulatorOptions,
} from '../simulator/options.ts'
import { useAccounts } from './accounts.ts'
import {
  answerLink,
  changeSimulator,
  openSimulator,
  stopSimulator,
} from './simulator-control.ts'
import { setSimulatorLoader, useSimulator } from './simulated-account.ts'

const KEY = 'rrc.simulator'
const storage = new Map<string, string>()

/** How often the simulator was started. */
let starts = 0

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
  const { state } = useSimulator.getState()
  return state.status === 'running' ? state.options : null
}

beforeEach(async () => {
  await stopSimulator()
  storage.clear()
  starts = 0
  useSimulator.setState({ asked: null })
  Object.defineProperty(globalThis, 'localStorage', {
    configurable: true,
    value: {
      getItem: (key: string) => storage.get(key) ?? null,
      setItem: (key: string, value: string) => storage.set(key, value),
      removeItem: (key: string) => storage.delete(key),
    },
  })
  setSimulatorLoader(async (given) => {
    const read = readSimulatorOptions(given)
    starts += 1
    return fakeSimulator(read)
  })
})

test('without accounts a link starts the simulator, but its scenario is not kept', async () => {
  await openSimulator({ sessions: '3', scenario: 'flaky' }, false, 'Simulator')
  expect(options()).toMatchObject({ sessions: 3, scenario: 'flaky' })
  expect(kept()).toMatchObject({ sessions: 3, scenario: 'none' })
  // Nor with the next setting that the user changes.
  await changeSimulator({ speed: 10 }, 'Simulator')
  expect(kept()).toMatchObject({ speed: 10, scenario: 'none' })
  expect(options()).toMatchObject({ speed: 10, scenario: 'flaky' })
})

test('a scenario that the user chose is kept', async () => {
  await openSimulator({}, false, 'Simulator')
  await changeSimulator({ scenario: 'stall' }, 'Simulator')
  expect(kept()).toMatchObject({ scenario: 'stall' })
  await stopSimulator()
  storage.set(KEY, JSON.stringify({ ...DEFAULT_OPTIONS, scenario: 'stall' }))
  await openSimulator(null, true, 'Simulator')
  expect(options()).toMatchObject({ scenario: 'stall' })
  await changeSimulator({ speed: 5 }, 'Simulator')
  expect(kept()).toMatchObject({ scenario: 'stall', speed: 5 })
})

test('with accounts a link starts nothing until the user has said so', async () => {
  await openSimulator({ scenario: 'flaky' }, true, 'Simulator')
  expect(starts).toBe(0)
  expect(kept()).toBeNull()
  expect(useSimulator.getState().asked).toEqual({ scenario: 'flaky' })
  expect(await answerLink(true, 'Simulator')).toBeNull()
  expect(options()).toMatchObject({ scenario: 'flaky' })
  expect(kept()).toMatchObject({ scenario: 'none' })
  expect(useSimulator.getState().asked).toBeNull()
  expect(useAccounts.getState().accounts.map(({ name }) => name)).toEqual(['Simulator'])
})

test('a refused link changes nothing, and is not asked about again', async () => {
  await openSimulator({}, true, 'Simulator')
  expect(useSimulator.getState().asked).toEqual({})
  expect(await answerLink(false, 'Simulator')).toBeNull()
  expect(useSimulator.getState()).toEqual({ asked: null, state: { status: 'off' } })
  expect(await answerLink(true, 'Simulator')).toBeNull()
  expect(starts).toBe(0)
  expect(kept()).toBeNull()
})

test('a link asks before it changes a simulator that runs beside accounts', async () => {
  storage.set(KEY, JSON.stringify({ ...DEFAULT_OPTIONS, sessions: 4, scenario: 'paged' }))
  await openSimulator({ speed: '60', scenario: 'flaky' }, true, 'Simulator')
  expect(options()).toMatchObject({ sessions: 4, speed: 1, scenario: 'paged' })
  expect(await answerLink(true, 'Simulator')).toBeNull()
  expect(starts).toBe(1)
  expect(options()).toMatchObject({ sessions: 4, speed: 60, scenario: 'flaky' })
  expect(kept()).toMatchObject({ sessions: 4, speed: 60, scenario: 'paged' })
})

test('a link without options joins the simulator that this browser runs, unasked', async () => {
  storage.set(KEY, JSON.stringify({ ...DEFAULT_OPTIONS, sessions: 4 }))
  await openSimulator({}, true, 'Simulator')
  expect(useSimulator.getState().asked).toBeNull()
  expect(options()).toMatchObject({ sessions: 4 })
})

test('a link with a bad option is told of, whether the simulator runs or not', async () => {
  await openSimulator({ scenario: 'storm' }, true, 'Simulator')
  expect(await answerLink(true, 'Simulator')).toContain('scenario must be one of')
  storage.set(KEY, JSON.stringify(DEFAULT_OPTIONS))
  await openSimulator({ speed: 'fast' }, true, 'Simulator')
  expect(await answerLink(true, 'Simulator')).toBe(
    'speed must be a number from 0.001 to 100000, not "fast".',
  )
  expect(options()).toMatchObject({ speed: 1 })
})
