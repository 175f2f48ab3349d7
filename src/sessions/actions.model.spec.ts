import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { beginActions } from '../test-support/two-tabs.ts'
import { extendSession } from './extend-session.ts'
import { fault, type Fault } from '../test-support/faulty-service.ts'
import type { FleetRow } from './fleet-model.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { actionsOf } from './pending-actions.ts'
import { listedSession } from './session-list.ts'
import { stopSession } from './stop-session.ts'
import { dropToken } from '../calls/tokens.ts'
import { nameLeftBehind } from './track-unsent.ts'
import { toastsStore } from '../screens/shell/toasts-store.ts'
import { unsentActionsStore } from './unsent-actions-table.ts'
import { gatesOf } from '../calls/gates.ts'
import { openConsoleTables } from '../monitor/console-tables.ts'

/**
 * Stop and extend under every fault, at every step, in one tab or two, and beside another user.
 * ACTION_RUNS sets the number of stories per version; `npm run test:models` is the long run.
 */

const MINUTE = 60_000
const PLUS_15 = { addMs: 15 * MINUTE }
/** A run with fewer is a quick look: it can't meet every end. */
const DEFAULT_RUNS = 100
const runs = { seed: 1, numRuns: Number(process.env['ACTION_RUNS'] ?? DEFAULT_RUNS) }

const isShown = (runtime: Runtime, { key, ref, session }: FleetRow): boolean =>
  actionsOf(runtime, key).length > 0 || listedSession(runtime, ref, session.id) !== undefined

const faults = fc.oneof(
  { weight: 9, arbitrary: fc.array(fault, { maxLength: 6 }) },
  // Throttled for longer than an action waits.
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 3, max: 6 })
      .map((length) => Array.from({ length }, (): Fault => 'status-429')),
  },
)
/** An undo time of 0 is that of actions that no user asked for. */
const undoMs = fc.constantFrom(0, 4000, 10_000)

test.each(['2021-01-01', 'v1'] as const)(
  'a stop under every fault reports no false success or failure and sends nothing later: %s',
  async (apiVersion) => {
    const ends = new Set<string>()
    await fc.assert(
      fc.asyncProperty(faults, undoMs, async (story, waitMs) => {
        const { service, runtime, tab, row, sent } = await beginActions(apiVersion, story)
        const stopped = row()
        let outcome: boolean | null = null
        void stopSession(runtime, stopped, { undoMs: waitMs }).then(({ ok }) => {
          outcome = ok
        })
        await vi.advanceTimersByTimeAsync((3 * 60 + story.length * 30) * 1000)
        const isRunning = (await service.active()).length > 0
        const left = sent.filter((kind) => kind === 'stop').length
        await vi.advanceTimersByTimeAsync(60 * MINUTE)
        // Nothing is sent later.
        expect(sent.filter((kind) => kind === 'stop')).toHaveLength(left)
        expect(left).toBeLessThanOrEqual(1)
        vi.useRealTimers()
        if (tab.isDead()) return
        expect(outcome).not.toBeNull()
        ends.add(`${outcome} ${isRunning}`)
        if (outcome === true) expect(isRunning).toBe(false)
        // A running session stays on screen.
        if (isRunning) expect(isShown(runtime, stopped)).toBe(true)
        // The stop took effect, its reply was lost, and the GETs after it succeeded.
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
  'an extension under every fault is reported correctly, applied once, and never sent later: %s',
  async (apiVersion) => {
    const ends = new Set<string>()
    const story = fc.record({ faults, undoMs, clicks: fc.integer({ min: 1, max: 3 }) })
    await fc.assert(
      fc.asyncProperty(story, async (one) => {
        const { service, runtime, tab, row } = await beginActions(apiVersion, one.faults)
        const base = row().session.leaseMs
        const added = one.clicks * 15 * MINUTE
        const outcomes: boolean[] = []
        for (let click = 0; click < one.clicks; click += 1)
          void extendSession(runtime, row(), PLUS_15, one.undoMs).then(({ ok }) =>
            outcomes.push(ok),
          )
        await vi.advanceTimersByTimeAsync((5 * 60 + one.faults.length * 30) * 1000)
        const [session] = await service.active()
        await vi.advanceTimersByTimeAsync(10 * MINUTE)
        const [later] = await service.active()
        const shown = tab.isDead() ? null : row().session.leaseMs
        vi.useRealTimers()
        // Clicks become one call or several in sequence, and never add more than was requested.
        expect([0, 1, 2, 3].map((clicks) => base + clicks * 15 * MINUTE)).toContain(
          session?.leaseMs,
        )
        expect(session?.leaseMs).toBeLessThanOrEqual(base + added)
        expect(later?.leaseMs).toBe(session?.leaseMs)
        if (tab.isDead()) return
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

/** One step of a story, some time after the one before. */
const step = fc.record({
  gapMs: fc.integer({ min: 0, max: 12_000 }),
  isOther: fc.boolean(),
  what: fc.oneof(
    { weight: 6, arbitrary: fc.constant('click' as const) },
    { weight: 2, arbitrary: fc.constantFrom('colleague', 'equal', 'new-token', 'undo') },
    { weight: 1, arbitrary: fc.constant('stop' as const) },
  ),
})

/** More than all clicks of a story add, so that it can't be confused with them. */
const COLLEAGUE_MIN = 200
/** As much as one click adds, so that the total of a click can equal it or be covered by it. */
const EQUAL_MIN = 15

test.each(['2021-01-01', 'v1'] as const)(
  'the clicks of two tabs add up at the service, or what is missing is reported: %s',
  async (apiVersion) => {
    const ends = new Set<string>()
    const story = fc.record({
      faults,
      undoMs,
      hasLocks: fc.boolean(),
      steps: fc.array(step, { minLength: 1, maxLength: 7 }),
    })
    await fc.assert(
      fc.asyncProperty(story, async (one) => {
        let tokenTakesMs = 0
        const { service, tab, other, ref, row, seen, leaseMin } = await beginActions(
          apiVersion,
          one.faults,
          { hasLocks: one.hasLocks, tokenTakesMs: () => tokenTakesMs },
        )
        const { id } = row().session
        const told: string[] = []
        const stopsFollowing = [tab, other].map(({ runtime }) =>
          toastsStore(runtime).subscribe(({ toasts }) => {
            const text = toasts.at(-1)?.text
            if (text !== undefined) told.push(text)
          }),
        )
        const clicks: { ok: boolean | null }[] = []
        let colleaguesMin = 0
        let equalMin = 0
        for (const { gapMs, isOther, what } of one.steps) {
          await vi.advanceTimersByTimeAsync(gapMs)
          const { runtime, isDead } = isOther ? other : tab
          if (what === 'colleague' || what === 'equal') {
            const addMin = what === 'equal' ? EQUAL_MIN : COLLEAGUE_MIN
            const nowMin = await leaseMin()
            const isDone =
              nowMin !== null && (await service.extend(ref, id, (nowMin + addMin) * MINUTE))
            if (isDone) colleaguesMin += addMin
            if (isDone && what === 'equal') equalMin += addMin
          }
          if (isDead()) continue
          if (what === 'new-token') {
            tokenTakesMs = 4000
            dropToken(runtime, service.account)
          }
          const gate = gatesOf(runtime).of(ref)
          const waiting = gate.getView().waiting.find(({ kind }) => kind === 'extend')
          if (what === 'undo' && waiting) gate.cancel(waiting.id)
          if (what === 'stop') void stopSession(runtime, row(), { undoMs: one.undoMs })
          if (what === 'click') {
            const click: (typeof clicks)[number] = { ok: null }
            clicks.push(click)
            void extendSession(runtime, row(), PLUS_15, one.undoMs).then(({ ok }) => {
              click.ok = ok
            })
          }
        }
        await vi.advanceTimersByTimeAsync((10 * 60 + one.faults.length * 30) * 1000)
        const heir = [tab, other].find(({ isDead }) => !isDead()) ?? service.openTab(() => {})
        await openConsoleTables(heir.runtime)
        await nameLeftBehind(heir.runtime)
        const leaseNow = await leaseMin()
        stopsFollowing.forEach((stop) => stop())
        vi.useRealTimers()
        expect(seen.patchesDuringStop).toBe(0)
        const rows = [...unsentActionsStore(heir.runtime).getState().rows.values()]
        expect(rows.filter(({ end }) => end === null)).toEqual([])
        const named = rows.filter(({ kind, end }) => kind === 'extend' && end === 'left-behind')
        const sumOf = (rows: typeof named) =>
          rows.reduce((sum, { addMs }) => sum + (addMs ?? 0) / MINUTE, 0)
        // Clicks without an outcome are reported, to the minute.
        const unanswered = clicks.filter(({ ok }) => ok === null).length * 15
        expect(sumOf(named)).toBe(unanswered)
        if (leaseNow === null) {
          ends.add('stopped')
          return
        }
        const doneMin = clicks.filter(({ ok }) => ok === true).length * 15
        const failedMin = clicks.filter(({ ok }) => ok === false).length * 15
        const extraMin = leaseNow - 60 - colleaguesMin
        const isUnsure = told.some((text) => /Couldn't confirm whether/.test(text))
        const leftMin = sumOf(named.filter(({ sentAtMs }) => sentAtMs !== null))
        ends.add(`${clicks.length > 0 && failedMin === 0} ${isUnsure} ${leftMin > 0}`)
        // A total is indistinguishable from an equal one by another user, which can cover it.
        expect(extraMin).toBeGreaterThanOrEqual(doneMin - equalMin)
        expect(extraMin).toBeLessThanOrEqual(doneMin + leftMin + (isUnsure ? failedMin : 0))
      }),
      runs,
    )
    if (runs.numRuns < DEFAULT_RUNS) return
    expect([...ends]).toEqual(
      expect.arrayContaining(['stopped', 'true false false', 'false true false']),
    )
  },
  3_600_000,
)
