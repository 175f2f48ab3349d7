import { expect, test } from 'vitest'
import {
  field,
  listed,
  SECOND_MS,
  startSpecService,
  STS,
  WEST,
} from '../test-support/simulator-calls.ts'

/**
 * The PowerShell examples of the documents, run one after the other: method, path, headers, and
 * body exactly as printed, including the single quotes.
 */
test('token, create, update, list, properties, and stop are accepted as documented', async () => {
  const { raw, clock, account } = startSpecService()
  const { accountId, accountKey } = account
  const contentType = { 'content-type': 'application/json' }

  const token = await raw('GET', `${STS}/accounts/${accountId}/token`, {
    headers: { ...contentType, authorization: `Bearer ${accountId}:${accountKey}` },
  })
  expect(token.status).toBe(200)
  const authorization = `Bearer ${String(field(token, 'AccessToken'))}`

  const created = await raw('POST', `${WEST}/v1/accounts/${accountId}/sessions/create`, {
    headers: { ...contentType, authorization },
    body: "{ 'maxLeaseTime': '4:0:0', 'models': [], 'size': 'standard' }",
  })
  expect(created.status).toBe(202)
  const session = `${WEST}/v1/accounts/${accountId}/sessions/${String(field(created, 'sessionId'))}`

  const updated = await raw('PATCH', session, {
    headers: { ...contentType, authorization },
    body: "{ 'maxLeaseTime': '5:0:0' }",
  })
  expect([updated.status, updated.text]).toEqual([200, ''])

  const list = await raw('GET', `${WEST}/v1/accounts/${accountId}/sessions`, {
    headers: { authorization },
  })
  expect(listed(list)).toHaveLength(1)

  clock.advance(10 * SECOND_MS)
  const properties = await raw('GET', `${session}/properties`, { headers: { authorization } })
  expect(properties.json).toMatchObject({
    sessionMaxLeaseTime: '05:00:00',
    sessionStatus: 'Ready',
  })

  const stopped = await raw('DELETE', session, { headers: { authorization } })
  expect([stopped.status, stopped.text]).toEqual([204, ''])
})

test('the 2020 script’s slashes and missing models are accepted', async () => {
  const { raw, token, account } = startSpecService()
  const headers = { authorization: `Bearer ${await token()}` }
  const sessions = `${WEST}/v1/accounts/${account.accountId}/sessions`
  const body = JSON.stringify({ maxLeaseTime: '4:0:0', size: 'standard' })
  const created = await raw('POST', `${sessions}/create/`, { headers, body })
  expect(created.status).toBe(202)
  const id = String(field(created, 'sessionId'))
  expect((await raw('GET', `${sessions}/${id}/properties/`, { headers })).status).toBe(200)
  expect((await raw('GET', `${sessions}/`, { headers })).status).toBe(200)
})

test('the 2021 script’s lowercase size is accepted and answered as "Standard"', async () => {
  const { call } = startSpecService()
  const answer = await call('PUT', '/Sample-Session-1', {
    text: "{'maxLeaseTimeMinutes': 10, 'size': 'standard'}",
  })
  expect([answer.status, field(answer, 'size')]).toEqual([201, 'Standard'])
})
