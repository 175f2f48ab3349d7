import { describe, expect, test } from 'vitest'
import { field, listed, lost, startSpecService, WEST } from '../test-support/simulator-calls.ts'

const order = { maxLeaseTimeMinutes: 30, size: 'Standard' }

describe('lost-reply', () => {
  test('a create takes effect unanswered, and repeated it is answered with 200', async () => {
    const service = startSpecService({ scenario: 'lost-reply' })
    expect(await lost(service, service.call('PUT', '/one', { body: order }))).toBe(true)
    expect((await service.call('GET', '/one')).status).toBe(200)
    expect((await service.call('PUT', '/one', { body: order })).status).toBe(200)
  })

  test('an extend takes effect unanswered, and repeated it is 422', async () => {
    const service = startSpecService()
    await service.call('PUT', '/one', { body: order })
    await service.simulator.setOptions({ scenario: 'lost-reply' })
    const body = { maxLeaseTimeMinutes: 60 }
    expect(await lost(service, service.call('PATCH', '/one', { body }))).toBe(true)
    expect(field(await service.call('GET', '/one'), 'maxLeaseTimeMinutes')).toBe(60)
    expect((await service.call('PATCH', '/one', { body })).status).toBe(422)
  })

  test('a stop takes effect unanswered, in v1 too', async () => {
    const service = startSpecService()
    await service.call('PUT', '/one', { body: order })
    await service.simulator.setOptions({ scenario: 'lost-reply' })
    expect(await lost(service, service.callV1('DELETE', '/one'))).toBe(true)
    expect(field(await service.call('GET', '/one'), 'status')).toBe('Stopped')
  })

  test('a repeated v1 create is answered and has made a second session', async () => {
    const service = startSpecService({ scenario: 'lost-reply' })
    const body = { maxLeaseTime: '1:0:0', size: 'standard' }
    expect(await lost(service, service.callV1('POST', '/create', { body }))).toBe(true)
    expect((await service.callV1('POST', '/create', { body })).status).toBe(202)
    expect(listed(await service.callV1('GET', ''))).toHaveLength(2)
  })

  test('the wait ends at once when the caller disconnects', async () => {
    const { simulator, account, token } = startSpecService({ scenario: 'lost-reply' })
    const giveUp = new AbortController()
    const url = `${WEST}/accounts/${account.accountId}/sessions/one?api-version=2021-01-01`
    const call = simulator.send(
      new Request(url, {
        method: 'PUT',
        headers: { authorization: `Bearer ${await token()}` },
        body: JSON.stringify(order),
        signal: giveUp.signal,
      }),
    )
    giveUp.abort()
    await expect(call).rejects.toThrow(/abort/i)
  })
})
