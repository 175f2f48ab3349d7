import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { ApiVersion } from '../service/session.ts'
import { createIntentsStore } from './create-intents-table.ts'
import { fillableDb } from '../test-support/full-disk.ts'
import { createFaultyService, fault, type Fault } from '../test-support/faulty-service.ts'
import { cancelCreate, resumeCreates, writeCreateIntent } from './run-create.ts'
import { openConsoleTables } from '../monitor/console-tables.ts'

/**
 * A create under every fault at every step: before and after the send, after its effect and
 * before the reply, while the reply is read, with the tab killed, and canceled at any time.
 * INTENT_RUNS sets how many per version; the long run is `npm run test:models`.
 */

/** A run with fewer is a quick look: it can't meet every end. */
const DEFAULT_RUNS = 100
const RUNS = Number(process.env['INTENT_RUNS'] ?? DEFAULT_RUNS)

const story = fc.record({
  faults: fc.oneof(
    { weight: 9, arbitrary: fc.array(fault, { maxLength: 6 }) },
    // The service is unreachable for a while.
    {
      weight: 1,
      arbitrary: fc
        .integer({ min: 4, max: 6 })
        .map((length) => Array.from({ length }, (): Fault => 'before-send')),
    },
    // It is throttled for longer than a create waits.
    {
      weight: 1,
      arbitrary: fc
        .tuple(
          // The list before a create of v1 may have an answer.
          fc.constantFrom<Fault[]>([], ['none']),
          fc.integer({ min: 3, max: 8 }),
        )
        .map(([first, length]) => [
          ...first,
          ...Array.from({ length }, (): Fault => 'status-429'),
        ]),
    },
  ),
  /** Seconds after the start at which the user cancels; null for never. */
  cancelAtS: fc.option(fc.integer({ min: 0, max: 130 }), { nil: null }),
  /** Number of writes before the disk is full; null for no limit. */
  room: fc.oneof(
    { weight: 8, arbitrary: fc.constant(null) },
    { weight: 2, arbitrary: fc.nat(6) },
  ),
})

type Story = typeof story extends fc.Arbitrary<infer S> ? S : never

const follow = async (apiVersion: ApiVersion, { faults, cancelAtS, room }: Story) => {
  const cancelled = { at: null as number | null }
  const violations: string[] = []
  let creates = 0
  let writes = 0
  const service = await createFaultyService({
    apiVersion,
    faults,
    database: fillableDb(() => room !== null && (writes += 1) > room),
    onSent: ({ kind, fault: how }) => {
      if (kind !== 'create') return
      if (cancelled.at !== null) violations.push('sent after its cancel')
      // A refused create may be sent again.
      if (how !== 'status-401' && how !== 'status-429') creates += 1
    },
  })
  const [ref] = service.refs
  if (!ref) throw new Error('the service has a region')

  let tab = service.openTab(() => setTimeout(reopen, 2000))
  const resume = () => resumeCreates(tab.runtime)
  function reopen() {
    tab = service.openTab(() => setTimeout(reopen, 2000))
    void openConsoleTables(tab.runtime).then(resume)
  }
  const intent = await writeCreateIntent(tab.runtime, ref, {
    id: 'one',
    size: 'Standard',
    leaseMs: 3_600_000,
    models: [],
  })
  void resume()
  if (cancelAtS !== null)
    setTimeout(() => {
      const known = createIntentsStore(tab.runtime).getState().rows.get(intent.id)
      if (!known || known.end !== null) return
      void cancelCreate(tab.runtime, intent.id).then(() => {
        cancelled.at = Date.now()
      })
    }, cancelAtS * 1000)
  // Three minutes, and what the faults themselves took.
  await vi.advanceTimersByTimeAsync((3 * 60 + faults.length * 30) * 1000)

  const end = createIntentsStore(tab.runtime).getState().rows.get(intent.id)
  const running = await service.active()
  vi.useRealTimers()
  return { end, creates, violations, running }
}

test.each(['2021-01-01', 'v1'] as const)(
  'a create under every fault: never doubled, never lost, never late, always decided: %s',
  async (apiVersion) => {
    const ends = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(story, async (one) => {
        const { end, creates, violations, running } = await follow(apiVersion, one)
        expect(violations).toEqual([])
        expect(running.length).toBeLessThanOrEqual(1)
        if (apiVersion === 'v1') expect(creates).toBeLessThanOrEqual(1)
        // On a full disk a killed tab takes its creates with it; that is said before (see the form).
        const isKilled = one.faults.some((each) => each.startsWith('killed'))
        if (one.room !== null && isKilled) return
        expect(end?.end).not.toBeNull()
        if (end?.isCancelled) expect(end.end).not.toBe('adopted')
        ends.set(end?.end ?? 'open', (ends.get(end?.end ?? 'open') ?? 0) + 1)
        if (end?.end === 'candidates') expect(apiVersion).toBe('v1')
        else expect(running).toHaveLength(end?.end === 'adopted' ? 1 : 0)
      }),
      { seed: 1, numRuns: RUNS },
    )
    // Every way to end occurred, so none was proved by its absence.
    if (RUNS < DEFAULT_RUNS) return
    expect([...ends.keys()].toSorted()).toEqual(
      [
        'adopted',
        'cancelled',
        'not-created',
        'refused',
        ...(apiVersion === 'v1' ? ['candidates'] : []),
      ].toSorted(),
    )
  },
  3_600_000,
)
