import { expect, test } from 'vitest'
import { accountWith } from '../test-support/account.ts'
import { endpointState } from './fleet-model.ts'
import { missingRegions } from './missing-regions.ts'
import type { SessionList } from './session-list.ts'

const list: SessionList = {
  sessions: [],
  unreadable: [],
  isIncomplete: false,
  isUnderWay: false,
  clock: null,
  receivedAtMs: 0,
  setBackMs: 0,
  msCv: null,
}
const stateOf = (
  region: string,
  state: 'loaded' | 'loading' | 'locked' = 'loaded',
  name = 'A',
) =>
  endpointState(
    {
      account: { ...accountWith(), id: name, name },
      endpoint: `https://remoterendering.${region}.simulator.test`,
    },
    state !== 'locked',
    state === 'loaded' ? list : undefined,
    null,
  )
/** All loaded lists are recent. */
const look = (...endpoints: ReturnType<typeof stateOf>[]) =>
  missingRegions(endpoints, {
    current: endpoints.filter(({ status }) => status === 'ready').length,
  })

test('regions that are not in the list are named while they are few', () => {
  const [east, west, europe] = ['eastus', 'westus2', 'westeurope'] as const
  expect(look(stateOf(east), stateOf(west), stateOf(europe, 'loading'))).toBe('westeurope')
  expect(look(stateOf(east, 'loading'), stateOf(west), stateOf(europe, 'loading'))).toBe(
    'eastus and westeurope',
  )
  expect(look(stateOf(east), stateOf(west))).toBeNull()
  expect(
    look(stateOf(east, 'loading'), stateOf(west, 'loading'), stateOf(europe, 'loading')),
  ).toBeNull()
})

test('a region of two accounts is named with the one that is not loaded', () => {
  expect(look(stateOf('eastus', 'loaded', 'A'), stateOf('eastus', 'loading', 'B'))).toBe(
    'eastus · B',
  )
})

test('no region is named while others are locked or out of date, which a name would hide', () => {
  expect(look(stateOf('eastus', 'loading'), stateOf('westus2', 'locked'))).toBeNull()
  expect(
    missingRegions([stateOf('eastus', 'loading'), stateOf('westus2')], { current: 0 }),
  ).toBeNull()
})
