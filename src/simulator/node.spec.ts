import { afterAll, beforeAll, expect, test } from 'vitest'
import { createManualClock } from './manual-clock.ts'
import { setupSimulatorServer } from './node.ts'
import { START_MS } from '../test-support/simulator-calls.ts'

const clock = createManualClock(START_MS)
const { simulator, server } = setupSimulatorServer({ clock })
const { accountId, accountKey } = simulator.account

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterAll(() => server.close())

const tokenFrom = async (origin: string): Promise<number> => {
  const { status } = await fetch(`${origin}/Accounts/${accountId}/token`, {
    headers: { authorization: `Bearer ${accountId}:${accountKey}` },
  })
  return status
}

test('fetch reaches it at the services’ own addresses and at the gateway’s path', async () => {
  expect(await tokenFrom('https://sts.simulator.test')).toBe(200)
  expect(await tokenFrom('https://sts.mixedreality.azure.com')).toBe(200)
  expect(await tokenFrom('https://sts.westeurope.mixedreality.azure.com')).toBe(200)
  expect(await tokenFrom('http://localhost:5173/gateway/sts.simulator.test')).toBe(200)
})

test('a body and its headers arrive through the gateway’s path', async () => {
  const url = `http://localhost:5173/gateway/remoterendering.eastus.simulator.test/v1/accounts/${accountId}/sessions/create`
  const response = await fetch(url, {
    method: 'POST',
    body: '{}',
    headers: { authorization: 'x' },
  })
  expect(response.status).toBe(401)
  expect(response.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"')
  expect(response.headers.get('date')).toBe(new Date(START_MS).toUTCString())
})
