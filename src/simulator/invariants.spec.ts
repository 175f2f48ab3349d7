import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { field, listed, MINUTE_MS, startSpecService } from '../test-support/simulator-calls.ts'

// Some 20,000 calls: seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

/** Something that happens to the service. */
type Step =
  | { do: 'create'; id: string; minutes: number; size: string }
  | { do: 'createV1'; minutes: number }
  | { do: 'extend'; id: string; minutes: number }
  | { do: 'stop'; id: string; inV1: boolean }
  | { do: 'advance'; ms: number }

const id = fc.constantFrom('a', 'b', 'c', 'd')
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('create' as const),
    id,
    minutes: fc.integer({ min: 0, max: 240 }),
    size: fc.constantFrom('Standard', 'Premium'),
  }),
  fc.record({ do: fc.constant('createV1' as const), minutes: fc.integer({ min: 0, max: 59 }) }),
  fc.record({ do: fc.constant('extend' as const), id, minutes: fc.nat({ max: 1_500 }) }),
  fc.record({ do: fc.constant('stop' as const), id, inV1: fc.boolean() }),
  fc.record({ do: fc.constant('advance' as const), ms: fc.nat({ max: 90 * MINUTE_MS }) }),
)

const TERMINAL = new Set(['Stopped', 'Expired', 'Error'])
type Service = ReturnType<typeof startSpecService>

const take = async ({ call, callV1, clock }: Service, next: Step): Promise<string | null> => {
  switch (next.do) {
    case 'create': {
      const body = { maxLeaseTimeMinutes: next.minutes, size: next.size }
      await call('PUT', `/${next.id}`, { body })
      return next.id
    }
    case 'createV1': {
      const body = { maxLeaseTime: `0:${next.minutes}:0`, size: 'standard' }
      return String(field(await callV1('POST', '/create', { body }), 'sessionId'))
    }
    case 'extend':
      await call('PATCH', `/${next.id}`, { body: { maxLeaseTimeMinutes: next.minutes } })
      return null
    case 'stop':
      if (next.inV1) await callV1('DELETE', `/${next.id}`)
      else await call('POST', `/${next.id}/:stop`)
      return null
    case 'advance':
      clock.advance(next.ms)
      return null
  }
}

test('ended sessions stay ended, leases never shrink, elapsed times stay in range, lists contain live sessions', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 40 }),
      fc.constantFrom('none' as const, 'slow-start' as const, 'fails-to-start' as const),
      fc.nat(1_000),
      async (steps, scenario, seed) => {
        const service = startSpecService({ scenario, seed })
        const known = new Map<string, { status: string; text: string; lease: number }>()
        const ids = new Set<string>()
        for (const next of steps) {
          const made = await take(service, next)
          if (made !== null) ids.add(made)
          // Tokens expire within a day, and a run may last longer.
          const token = await service.token()
          for (const sessionId of ids) {
            const answer = await service.call('GET', `/${sessionId}`, { token })
            const status = String(field(answer, 'status'))
            const lease = Number(field(answer, 'maxLeaseTimeMinutes'))
            const before = known.get(sessionId)
            expect(Number(field(answer, 'elapsedTimeMinutes'))).toBeLessThanOrEqual(lease)
            if (before) expect(lease).toBeGreaterThanOrEqual(before.lease)
            if (before && TERMINAL.has(before.status)) expect(answer.text).toBe(before.text)
            known.set(sessionId, { status, text: answer.text, lease })
          }
          const list = listed(await service.call('GET', '', { token }))
          for (const { status } of list) expect(['Starting', 'Ready']).toContain(status)
          const living = [...known].filter(([, { status }]) => !TERMINAL.has(status))
          expect(new Set(list.map((session) => session['id']))).toEqual(
            new Set(living.map(([sessionId]) => sessionId)),
          )
          for (const session of listed(await service.callV1('GET', '', { token })))
            expect(['Starting', 'Ready', 'Stopping']).toContain(session['sessionStatus'])
        }
      },
    ),
    { seed: 20_251_120, numRuns: 60 },
  )
})
