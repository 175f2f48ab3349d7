import { describe, expect, test } from 'vitest'
import { field, startSpecService } from '../test-support/simulator-calls.ts'
import { throughGateway } from './page-address.ts'

const order = { maxLeaseTimeMinutes: 30, size: 'Standard' }

describe('connection-reset', () => {
  test('about three creates in ten break, about half of them after taking effect', async () => {
    const service = startSpecService({ scenario: 'connection-reset', rateLimit: false })
    let broken = 0
    let effective = 0
    for (let number = 0; number < 200; number += 1) {
      const path = `/one-${number}`
      const isBroken = await service
        .call('PUT', path, { body: order })
        .then(() => false)
        .catch(() => true)
      if (!isBroken) continue
      broken += 1
      await service.simulator.setOptions({ scenario: 'none' })
      if ((await service.call('GET', path)).status === 200) effective += 1
      await service.simulator.setOptions({ scenario: 'connection-reset' })
    }
    expect(broken).toBeGreaterThan(40)
    expect(broken).toBeLessThan(80)
    expect(effective).toBeGreaterThan(broken / 4)
    expect(effective).toBeLessThan((broken * 3) / 4)
  })
})

describe('stall', () => {
  test('about three calls in ten are answered 30 s late but take effect at once', async () => {
    const service = startSpecService({ scenario: 'stall', rateLimit: false })
    const { clock } = service
    let late = 0
    for (let number = 0; number < 60; number += 1) {
      let isAnswered = false
      const call = service.call('PUT', `/one-${number}`, { body: order }).then((response) => {
        isAnswered = true
        return response
      })
      // It has taken effect when the answer is held back.
      await Promise.race([call, clock.sleeper()])
      if (!isAnswered) {
        late += 1
        clock.advance(29_000)
        await Promise.resolve()
        expect(isAnswered).toBe(false)
        clock.advance(1000)
      }
      expect(field(await call, 'id')).toBe(`one-${number}`)
    }
    expect(late).toBeGreaterThan(8)
    expect(late).toBeLessThan(30)
  })
})

test('a connection that the service breaks reaches the page as an answer of the gateway', async () => {
  const broken = throughGateway(Response.error())
  expect(broken.status).toBe(502)
  expect(broken.headers.get('x-gateway-error')).toBe('upstream-unreachable')
  const answer = Response.json({})
  expect(throughGateway(answer)).toBe(answer)
})
