import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { ApiVersion } from '../service/session.ts'
import { createIntentsStore } from './create-intents-table.ts'
import { startPlansStore } from './start-plans-table.ts'
import { fillableDb } from '../test-support/full-disk.ts'
import { attemptOf } from './start-plan.ts'
import { createSession } from './create-session.ts'
import {
  createFaultyService,
  fault,
  type Fault,
  type FaultyTab,
} from '../test-support/faulty-service.ts'
import { resumeCreates } from './run-create.ts'
import {
  continueStartPlan,
  haltStartPlan,
  resumeStartPlans,
  writeStartPlan,
} from './run-start-plan.ts'
import { refreshList } from '../sessions/load-sessions.ts'
import { endpointKeyOf } from '../accounts/endpoint-lookup.ts'
import { openConsoleTables } from '../monitor/console-tables.ts'

/**
 * Starts with fallbacks and a session to replace, under every fault, with and without capacity
 * for Standard. PLAN_RUNS sets how many; the long run is `npm run test:models`.
 */

const MINUTE = 60_000

/** A run with fewer is a quick look: it can't meet every end. */
const DEFAULT_RUNS = 50
const RUNS = Number(process.env['PLAN_RUNS'] ?? DEFAULT_RUNS)

const story = fc.record({
  apiVersion: fc.constantFrom<ApiVersion>('2021-01-01', 'v1'),
  faults: fc.array(fault, { maxLength: 8 }),
  hasCapacity: fc.boolean(),
  /** Sizes and regions in the order they are tried. */
  candidates: fc.array(
    fc.record({ region: fc.nat(1), size: fc.constantFrom('Standard', 'Premium') }),
    { minLength: 1, maxLength: 3 },
  ),
  isReplacing: fc.boolean(),
  haltAtS: fc.option(fc.integer({ min: 0, max: 400 }), { nil: null }),
  /** The user's answer when a plan asks whether to go on. */
  saysYes: fc.boolean(),
  /** Number of writes before the disk is full; null for no limit. */
  room: fc.oneof(
    { weight: 9, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.nat(12) },
  ),
})

type Story = typeof story extends fc.Arbitrary<infer S> ? S : never

const follow = async ({
  apiVersion,
  faults,
  hasCapacity,
  candidates,
  isReplacing,
  haltAtS,
  saysYes,
  room,
}: Story) => {
  const sent: { kind: string; url: string; atMs: number }[] = []
  const calm: Fault[] = Array.from({ length: isReplacing ? 6 : 0 }, () => 'none')
  let writes = 0
  const service = await createFaultyService({
    apiVersion,
    database: fillableDb(() => room !== null && (writes += 1) > room),
    faults: [...calm, ...faults],
    regions: ['westeurope', 'northeurope'],
    options: { scenario: hasCapacity ? 'none' : 'no-capacity' },
    onSent: (call) => sent.push({ ...call, atMs: Date.now() }),
  })
  const { refs } = service
  let tab = service.openTab(() => setTimeout(reopen, 2000))
  /** Does what the monitor does each second, and the poller every ten. */
  const live = (own: FaultyTab, seconds: number) => {
    if (own.isDead()) return
    void resumeCreates(own.runtime)
    void resumeStartPlans(own.runtime)
    if (saysYes)
      for (const { id, isPaused } of startPlansStore(own.runtime).getState().rows.values())
        if (isPaused) void continueStartPlan(own.runtime, id)
    if (seconds % 10 === 0) for (const ref of refs) void refreshList(own.runtime, ref)
    setTimeout(() => live(own, seconds + 1), 1000)
  }
  function reopen() {
    tab = service.openTab(() => setTimeout(reopen, 2000))
    const own = tab
    void openConsoleTables(own.runtime).then(() => live(own, 0))
  }
  const toCandidate = ({ region, size }: { region: number; size: string }) => {
    const ref = refs[region] ?? refs[0]
    if (!ref) throw new Error('the service has regions')
    return { ...endpointKeyOf(ref), size }
  }
  let oldId = ''
  if (isReplacing && refs[0]) {
    const old = { id: 'old', size: 'Premium', leaseMs: 240 * MINUTE, models: [] }
    void createSession(tab.runtime, refs[0], old).then((created) => {
      oldId = created.ok ? created.data.id : ''
    })
    await vi.advanceTimersByTimeAsync(10 * MINUTE)
  }
  const plan = await writeStartPlan(tab.runtime, {
    wanted: { id: 'new', leaseMs: 120 * MINUTE, models: [] },
    candidates: candidates.map(toCandidate),
    replaces: isReplacing
      ? { ...toCandidate({ region: 0, size: '' }), sessionId: oldId }
      : null,
  })
  live(tab, 0)
  let haltedAtMs: number | null = null
  let wasOpen = false
  if (haltAtS !== null)
    setTimeout(() => {
      wasOpen = startPlansStore(tab.runtime).getState().rows.get(plan.id)?.end === null
      void haltStartPlan(tab.runtime, plan.id).then(() => {
        haltedAtMs = Date.now()
      })
    }, haltAtS * 1000)
  await vi.advanceTimersByTimeAsync((16 * 60 + faults.length * 60) * 1000)
  const known = startPlansStore(tab.runtime).getState().rows.get(plan.id)
  const running = await service.active()
  vi.useRealTimers()
  const { intentId } = attemptOf(known ?? plan, known?.failures.length ?? 0)
  const started = createIntentsStore(tab.runtime).getState().rows.get(intentId)?.sessionIds[0]
  return { known, running, started, oldId, sent, haltedAtMs: wasOpen ? haltedAtMs : null }
}

test('a start plan under every fault starts one session, stops the old one only for a Ready one, and takes no step once stopped', async () => {
  const ends = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(story, async (one) => {
      const { known, running, started, oldId, sent, haltedAtMs } = await follow(one)
      // On a full disk the plans of a killed tab are lost.
      const isForgotten =
        one.room !== null && one.faults.some((each) => each.startsWith('killed'))
      // It waits for an answer that never comes, and has started nothing at this candidate.
      const isAsking = known?.isPaused === true && !one.saysYes
      if (!isForgotten && !isAsking) expect(known?.end).not.toBeNull()
      // There is no other client, even after a full disk lost rows.
      expect(known?.end).not.toBe('taken')
      ends.set(String(known?.end), (ends.get(String(known?.end)) ?? 0) + 1)
      const fresh = running.filter(({ id }) => id !== oldId)
      // A create is carried on until its end is certain, so at most one session runs.
      expect(fresh.length).toBeLessThanOrEqual(1)
      const hasOld = running.some(({ id }) => id === oldId)
      if (one.isReplacing && !hasOld)
        expect(fresh.map(({ status }) => status)).toEqual(['Ready'])
      if (known?.end === 'done') {
        expect(fresh.map(({ status }) => status)).toEqual(['Ready'])
        expect(fresh[0]?.id).toBe(started)
        expect(hasOld).toBe(false)
      }
      if (known?.end === 'failed') {
        expect(fresh).toEqual([])
        expect(known.failures).toHaveLength(one.candidates.length)
      }
      if (haltedAtMs !== null) {
        // A create sent before may be stopped; nothing new is started.
        const late = sent.filter(({ atMs }) => atMs > haltedAtMs)
        expect(late.filter(({ kind }) => kind === 'create')).toEqual([])
        expect(
          late.filter(
            ({ kind, url }) => kind === 'stop' && oldId !== '' && url.includes(oldId),
          ),
        ).toEqual([])
      }
    }),
    { seed: 1, numRuns: RUNS },
  )
  if (RUNS < DEFAULT_RUNS) return
  for (const end of ['done', 'failed', 'halted', 'unclear'])
    expect([...ends.keys()]).toContain(end)
}, 3_600_000)
