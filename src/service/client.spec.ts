import { describe, expect, test } from 'vitest'
import { createSession, extendSession, getSession, stopSession } from './client.ts'
import { listSessionsPage } from './list-sessions.ts'
import type { ServicePorts } from './ports.ts'
import { ACCOUNT, answering, ENDPOINT, sent, target } from '../test-support/service-ports.ts'

const MINUTE = 60_000
const wanted = { id: 'my-session', size: 'Standard', leaseMs: 240 * MINUTE, models: [] }
const sessions2021 = `${ENDPOINT}/accounts/${ACCOUNT}/sessions`
const sessionsV1 = `${ENDPOINT}/v1/accounts/${ACCOUNT}/sessions`

// As recorded since March 2021: unset fields are absent (docs/protocol.md#recorded-answers).
const READY =
  '{"id":"my-session","creationTime":"2021-05-14T16:25:13.5686988+00:00","arrInspectorPort":59540,"handshakePort":62073,"elapsedTimeMinutes":3,"hostname":"1362320837-0.remoterendering.vm.eastus2.mixedreality.azure.com","maxLeaseTimeMinutes":240,"size":"Standard","status":"Ready","teraflops":10.6}'
// As recorded in January and February 2021: unset fields are 0 or null.
const STARTING_OLD =
  '{"id":"my-session","creationTime":"2021-01-29T16:25:13+00:00","arrInspectorPort":0,"handshakePort":0,"elapsedTimeMinutes":0,"hostname":null,"maxLeaseTimeMinutes":4,"size":"Standard","status":"Starting","teraflops":0.0,"error":null}'
// The sample of the v1 documents (docs/protocol.md#api-v1), which omits sessionSize.
const V1_READY =
  '{"message":null,"sessionElapsedTime":"00:00:01","sessionHostname":"5018fee8-817e-4366-9179-556af79a4240.remoterenderingvm.westeurope.mixedreality.azure.com","sessionId":"e13d2c44-63e0-4591-991e-f9e05e599a93","sessionMaxLeaseTime":"04:00:00","sessionStatus":"Ready"}'

test('every call reports that it is sent, before its answer', async () => {
  const silent = { ...answering('{}').ports, send: () => new Promise<Response>(() => {}) }
  let reports = 0
  const to = {
    ...target('2021-01-01'),
    onSent: () => {
      reports += 1
    },
  }
  void createSession(to, 'T', wanted, silent)
  void getSession(to, 'T', 'x', silent)
  void extendSession(to, 'T', 'x', MINUTE, silent)
  void stopSession(to, 'T', 'x', silent)
  void listSessionsPage(to, 'T', null, silent)
  await Promise.resolve()
  expect(reports).toBe(5)
})

describe('requests have the form of the protocol', () => {
  test.each([
    {
      name: 'create 2021-01-01',
      call: (ports: ServicePorts) => createSession(target('2021-01-01'), 'T', wanted, ports),
      method: 'PUT',
      url: `${sessions2021}/my-session?api-version=2021-01-01`,
      body: '{"maxLeaseTimeMinutes":240,"size":"Standard"}',
    },
    {
      name: 'create v1',
      call: (ports: ServicePorts) =>
        createSession(
          target('v1'),
          'T',
          { ...wanted, models: ['https://a.blob.core.windows.net/m'] },
          ports,
        ),
      method: 'POST',
      url: `${sessionsV1}/create`,
      body: '{"maxLeaseTime":"04:00:00","models":["https://a.blob.core.windows.net/m"],"size":"standard"}',
    },
    {
      name: 'get preview',
      call: (ports: ServicePorts) =>
        getSession(target('2021-01-01-preview'), 'T', 'a b/c', ports),
      method: 'GET',
      url: `${sessions2021}/a%20b%2Fc?api-version=2021-01-01-preview`,
      body: '',
    },
    {
      name: 'get v1',
      call: (ports: ServicePorts) => getSession(target('v1'), 'T', 'x', ports),
      method: 'GET',
      url: `${sessionsV1}/x/properties`,
      body: '',
    },
    {
      name: 'list 2021-01-01',
      call: (ports: ServicePorts) => listSessionsPage(target('2021-01-01'), 'T', null, ports),
      method: 'GET',
      url: `${sessions2021}?api-version=2021-01-01`,
      body: '',
    },
    {
      name: 'list v1',
      call: (ports: ServicePorts) => listSessionsPage(target('v1'), 'T', null, ports),
      method: 'GET',
      url: sessionsV1,
      body: '',
    },
    {
      name: 'extend 2021-01-01',
      call: (ports: ServicePorts) =>
        extendSession(target('2021-01-01'), 'T', 'x', 300 * MINUTE, ports),
      method: 'PATCH',
      url: `${sessions2021}/x?api-version=2021-01-01`,
      body: '{"maxLeaseTimeMinutes":300}',
    },
    {
      name: 'extend v1 to a day',
      call: (ports: ServicePorts) =>
        extendSession(target('v1'), 'T', 'x', 1440 * MINUTE, ports),
      method: 'PATCH',
      url: `${sessionsV1}/x`,
      body: '{"maxLeaseTime":"1.00:00:00"}',
    },
    {
      name: 'stop 2021-01-01',
      call: (ports: ServicePorts) => stopSession(target('2021-01-01'), 'T', 'x', ports),
      method: 'POST',
      url: `${sessions2021}/x/:stop?api-version=2021-01-01`,
      body: '',
    },
    {
      name: 'stop v1',
      call: (ports: ServicePorts) => stopSession(target('v1'), 'T', 'x', ports),
      method: 'DELETE',
      url: `${sessionsV1}/x`,
      body: '',
    },
  ])('$name', async ({ call, method, url, body }) => {
    const { ports, requests } = answering('{}')
    await call(ports)
    expect(await sent(requests[0])).toEqual({
      method,
      url,
      authorization: 'Bearer T',
      contentType: body === '' ? null : 'application/json',
      body,
    })
  })
})

describe('answers are read into sessions', () => {
  test('a recorded Ready session, field by field', async () => {
    const result = await getSession(
      target('2021-01-01'),
      'T',
      'my-session',
      answering(READY).ports,
    )
    expect(result).toMatchObject({
      ok: true,
      data: {
        session: {
          id: 'my-session',
          status: 'Ready',
          size: 'Standard',
          createdAt: '2021-05-14T16:25:13.5686988+00:00',
          elapsedMs: 3 * MINUTE,
          elapsedPrecisionMs: MINUTE,
          leaseMs: 240 * MINUTE,
          arrInspectorPort: 59540,
          handshakePort: 62073,
          teraflops: 10.6,
          error: null,
        },
      },
    })
  })

  test('null and 0 mean the same as an absent field', async () => {
    const result = await getSession(
      target('2021-01-01'),
      'T',
      'x',
      answering(STARTING_OLD).ports,
    )
    expect(result).toMatchObject({
      ok: true,
      data: {
        session: {
          hostname: null,
          arrInspectorPort: null,
          handshakePort: null,
          teraflops: null,
        },
      },
    })
  })

  test('the v1 sample, which omits its size', async () => {
    const result = await getSession(target('v1'), 'T', 'x', answering(V1_READY).ports)
    expect(result).toMatchObject({
      ok: true,
      data: {
        session: { elapsedMs: 1000, elapsedPrecisionMs: 1000, leaseMs: 240 * MINUTE, size: '' },
      },
    })
  })

  test('known words get their canonical casing, unknown ones are kept', async () => {
    const body = JSON.stringify({
      sessions: [
        { id: 'a', maxLeaseTimeMinutes: 1, size: 'standard', status: 'ready' },
        { id: 'b', maxLeaseTimeMinutes: 1, size: 'Tiny', status: 'Hibernating' },
      ],
    })
    const result = await listSessionsPage(
      target('2021-01-01'),
      'T',
      null,
      answering(body).ports,
    )
    expect(result).toMatchObject({
      ok: true,
      data: {
        sessions: [
          { status: 'Ready', size: 'Standard' },
          { status: 'Hibernating', size: 'Tiny' },
        ],
      },
    })
  })

  test('an unreadable record is set aside, and the rest of the list is kept', async () => {
    const body = `{"sessions":[${READY},{"id":"odd","status":7},null,${STARTING_OLD}]}`
    const result = await listSessionsPage(
      target('2021-01-01'),
      'T',
      null,
      answering(body).ports,
    )
    expect(result.ok && result.data.sessions).toHaveLength(2)
    expect(result).toMatchObject({
      ok: true,
      data: {
        unreadable: [
          { index: 1, id: 'odd' },
          { index: 2, id: null },
        ],
      },
    })
  })

  test('a next link to the same host is returned, relative or not', async () => {
    const { ports } = answering('{"sessions":[],"@nextLink":"/accounts/x/sessions?page=2"}')
    const result = await listSessionsPage(target('2021-01-01'), 'T', null, ports)
    expect(result).toMatchObject({
      ok: true,
      data: { nextLink: `${ENDPOINT}/accounts/x/sessions?page=2` },
    })
  })

  test('a next link to another host is refused', async () => {
    const { ports, requests } = answering('{"sessions":[],"@nextLink":"https://evil.test/x"}')
    const result = await listSessionsPage(target('2021-01-01'), 'T', null, ports)
    expect(result).toMatchObject({ ok: false, error: { kind: 'unreadable' } })
    expect(requests).toHaveLength(1)
  })

  test('v1 returns the ID of a new session; 2021 tells whether it existed before', async () => {
    const v1 = answering('{"sessionId":"d31bddca-dab7-498e-9bc9-7594bc12862f"}', {
      status: 202,
    })
    expect(await createSession(target('v1'), 'T', wanted, v1.ports)).toMatchObject({
      ok: true,
      data: { id: 'd31bddca-dab7-498e-9bc9-7594bc12862f', session: null, alreadyThere: false },
    })
    const again = answering(READY, { status: 200 })
    expect(await createSession(target('2021-01-01'), 'T', wanted, again.ports)).toMatchObject({
      ok: true,
      data: { alreadyThere: true },
    })
  })

  test('the empty 200 of a v1 PATCH is a success', async () => {
    expect(
      await extendSession(target('v1'), 'T', 'x', MINUTE, answering('').ports),
    ).toMatchObject({ ok: true, data: null })
  })
})
