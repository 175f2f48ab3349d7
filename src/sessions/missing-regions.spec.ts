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
const stateOf = (region: string, isLoaded: boolean) =>
  endpointState(
    { account: accountWith(), endpoint: `https://remoterendering.${region}.simulator.test` },
    true,
    isLoaded ? list : undefined,
    null,
  )

test('regions that are not in the list are named while they are few', () => {
  const look = (...missing: string[]) =>
    missingRegions(
      ['eastus', 'westus2', 'westeurope'].map((region) =>
        stateOf(region, !missing.includes(region)),
      ),
    )
  expect(look('westeurope')).toBe('westeurope')
  expect(look('eastus', 'westeurope')).toBe('eastus, westeurope')
  expect(look()).toBeNull()
  expect(look('eastus', 'westus2', 'westeurope')).toBeNull()
})
