import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { ApiVersion } from '../service/session.ts'
import { createSession } from './create-session.ts'
import { extendSession } from './extend-session.ts'
import { createFaultyService, fault, type Fault } from './faults-kit.ts'
import { type FleetRow, toRow } from './fleet-model.ts'
import type { Runtime } from './runtime.ts'
import { useSessionActions } from './session-actions.ts'
import { listKey, refreshList, type SessionList } from './session-list.ts'
import { stopSession } from './stop-session.ts'

/**
 * Stop and extend under every fault, at every step. ACTION_RUNS sets how many stories per
 * version; the long run is `npm run test:models`.
 */

const MINUTE = 60_000
const runs = { seed: 1, numRuns: Number(process.env['ACTION_RUNS'] ?? 100) }

/** One Ready session, and then a network that fails as told. */
const setUp = async (apiVersion: ApiVersion, faults: readonly Fault[]) => {
  const sent: string[] = []
  // What it takes to be there must not fail: create, and a list.
  const service = await createFaultyService({
    apiVersion,
    faults: ['none', 'none', 'none', ...faults],
    onSent: ({ kind, fault: how }) => {
      // A refused token leaves room for another.
      if (how !== 'status-401') sent.push(kind)
    },
  })
  const { runtime, isDead } = service.openTab(() => {})
  const [ref] = service.refs
  if (!ref) throw new Error('the service has a region')
  const wanted = { id: 'one', size: 'Standard', leaseMs: 60 * MINUTE, models: [] }
  void createSession(runtime, ref, wanted)
  await vi.advanceTimersByTimeAsync(MINUTE)
  // Twice: a list that knows it, and one that knows it Ready.
  for (let lists = 0; lists < 2; lists += 1) {
    void refreshList(runtime, ref)
    await vi.advanceTimersByTimeAsync(MINUTE)
  }
  const row = (): FleetRow => {
    const list = runtime.queryClient.getQueryData<SessionList>(listKey(ref))
    const [session] = list?.sessions ?? []
    if (!session) throw new Error('no session is listed')
    return toRow(ref, session)
  }
  expect(row().session.status).toBe('Ready')
  sent.length = 0
  return { service, runtime, isDead, row, sent }
}

const isShown = (runtime: Runtime, { key, ref, session }: FleetRow): boolean =>
  useSessionActions.getState().byKey[key] !== undefined ||
  (runtime.queryClient
    .getQueryData<SessionList>(listKey(ref))
    ?.sessions.some(({ id }) => id === session.id) ??
    false)

const faults = fc.array(fault, { maxLength: 6 })

test.each(['2021-01-01', 'v1'] as const)(
  'a stop under every fault: no false success, no false failure, nothing later: %s',
  async (apiVersion) => {
    const ends = new Set<string>()
    await fc.assert(
      fc.asyncProperty(faults, async (story) => {
        const { service, runtime, isDead, row, sent } = await setUp(apiVersion, story)
        const stopped = row()
        let outcome: boolean | null = null
        void stopSession(runtime, stopped).then(({ ok }) => {
          outcome = ok
        })
        await vi.advanceTimersByTimeAsync((3 * 60 + story.length * 30) * 1000)
        const isRunning = (await service.active()).length > 0
        const left = sent.filter((kind) => kind === 'stop').length
        await vi.advanceTimersByTimeAsync(60 * MINUTE)
        // Nothing leaves later by itself.
        expect(sent.filter((kind) => kind === 'stop')).toHaveLength(left)
        expect(left).toBeLessThanOrEqual(1)
        vi.useRealTimers()
        if (isDead()) return
        expect(outcome).not.toBeNull()
        ends.add(`${outcome} ${isRunning}`)
        if (outcome === true) expect(isRunning).toBe(false)
        // What runs is on the screen.
        if (isRunning) expect(isShown(runtime, stopped)).toBe(true)
        // The stop worked and its reply was lost, the questions after it were answered.
        const [first, ...rest] = story
        const isDone = first !== undefined && ['lost-reply', 'cut-reply'].includes(first)
        if (isDone && rest.every((each) => each === 'none')) expect(outcome).toBe(true)
      }),
      runs,
    )
    expect([...ends]).toContain('true false')
    expect([...ends]).toContain('false true')
  },
  3_600_000,
)

test.each(['2021-01-01', 'v1'] as const)(
  'an extension under every fault: told as it is, never twice, nothing later: %s',
  async (apiVersion) => {
    const ends = new Set<string>()
    const story = fc.record({ faults, clicks: fc.integer({ min: 1, max: 3 }) })
    await fc.assert(
      fc.asyncProperty(story, async (one) => {
        const { service, runtime, isDead, row } = await setUp(apiVersion, one.faults)
        const base = row().session.leaseMs
        const added = one.clicks * 15 * MINUTE
        const outcomes: boolean[] = []
        for (let click = 0; click < one.clicks; click += 1)
          void extendSession(runtime, row(), { addMs: 15 * MINUTE }).then(({ ok }) =>
            outcomes.push(ok),
          )
        await vi.advanceTimersByTimeAsync((2 * 60 + one.faults.length * 30) * 1000)
        const [session] = await service.active()
        await vi.advanceTimersByTimeAsync(10 * MINUTE)
        const [later] = await service.active()
        const shown = isDead() ? null : row().session.leaseMs
        vi.useRealTimers()
        // Clicks become one call, or several one after the other; never more than was asked for.
        expect([0, 1, 2, 3].map((clicks) => base + clicks * 15 * MINUTE)).toContain(
          session?.leaseMs,
        )
        expect(session?.leaseMs).toBeLessThanOrEqual(base + added)
        expect(later?.leaseMs).toBe(session?.leaseMs)
        if (isDead()) return
        expect(outcomes).toHaveLength(one.clicks)
        ends.add(`${outcomes.at(-1)} ${session?.leaseMs === base + added}`)
        if (outcomes.every(Boolean)) {
          expect(session?.leaseMs).toBe(base + added)
          expect(shown).toBe(session?.leaseMs)
        }
        const [first, ...rest] = one.faults
        const isDone = first !== undefined && ['lost-reply', 'cut-reply'].includes(first)
        if (isDone && rest.every((each) => each === 'none')) expect(outcomes[0]).toBe(true)
      }),
      runs,
    )
    expect([...ends]).toContain('true true')
    expect([...ends]).toContain('false false')
  },
  3_600_000,
)
