import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { STARVED_AFTER_MS } from '../gate/policy.ts'
import type { CallKind } from '../gate/types.ts'
import { type Arrival, createFakeBrowser, type Reply } from '../test-support/fake-browser.ts'
import type { Tab } from '../test-support/fake-browser-tab.ts'

/**
 * Random days of a browser with one to six tabs. TABS_RUNS sets the number of runs. The long
 * run is `npm run test:models`, and its result is in docs/reliability.md.
 */

const SPACING_MS = 5000
/** A tab that missed its turn, frozen or dead, costs at most this (see gate/turn.ts). */
const TURN_MS = 1200

/** Within this time, everything that waits must be sent. */
const QUIET_MS = 11 * 60_000
/** What is settled must stay so for this long. */
const SETTLED_MS = 2 * 60_000

/** Lets time pass until a browser has settled, or its time is over, and then a while longer. */
const settleDown = async (
  { time }: ReturnType<typeof createFakeBrowser>,
  limitMs: number,
  isSettled: () => boolean,
) => {
  const fromMs = time.ports.monotonicNow()
  while (!isSettled() && time.ports.monotonicNow() - fromMs < limitMs)
    await time.advance(30_000)
  await time.advance(SETTLED_MS)
}

const tabNumber = fc.nat(5)
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ advanceMs: fc.integer({ min: 1, max: 15_000 }) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      act: fc.constantFrom('stop', 'extend', 'create', 'refresh', 'detail'),
      tab: tabNumber,
      key: fc.constantFrom(null, 'a', 'b'),
      times: fc.constantFrom(1, 1, 3, 12),
      holdMs: fc.constantFrom(0, 0, 4000, 10_000),
    }),
  },
  { weight: 2, arbitrary: fc.record({ cancel: fc.nat(3), tab: tabNumber }) },
  { weight: 2, arbitrary: fc.record({ reload: tabNumber }) },
  { weight: 1, arbitrary: fc.record({ crash: tabNumber }) },
  { weight: 1, arbitrary: fc.record({ open: fc.constant(true) }) },
  { weight: 1, arbitrary: fc.record({ freeze: tabNumber }) },
  { weight: 1, arbitrary: fc.record({ thaw: tabNumber }) },
  { weight: 1, arbitrary: fc.record({ show: tabNumber }) },
  { weight: 1, arbitrary: fc.record({ hide: tabNumber }) },
  {
    weight: 1,
    // Below a quarter of a second a clock is corrected, not set (gate/policy.ts).
    arbitrary: fc.record({
      jumpMs: fc.oneof(
        fc.integer({ min: 250, max: 3_600_000 }),
        fc.integer({ min: -3_600_000, max: -250 }),
      ),
    }),
  },
)

const reply: fc.Arbitrary<Reply> = fc.oneof(
  { weight: 12, arbitrary: fc.constant('ok' as const) },
  {
    weight: 2,
    arbitrary: fc.record({ retryAfterSeconds: fc.integer({ min: 0, max: 40 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('no-header' as const, '503' as const, 'hang' as const),
  },
)

afterEach(() => {
  vi.restoreAllMocks()
})

const isAction = (kind: CallKind) => kind === 'stop' || kind === 'extend' || kind === 'create'

test('whatever tabs, clocks, and users do, calls keep their rules, none is lost, and one tab leads', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 40 }),
      fc.array(reply, { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 1, max: 6 }),
      async (steps, replies, tabCount) => {
        let isQuiet = false
        let replyIndex = 0
        const browser = createFakeBrowser(() => {
          replyIndex += 1
          return isQuiet ? 'ok' : (replies[replyIndex % replies.length] ?? 'ok')
        })
        const { time, tabs, arrivals, seen } = browser
        const passedMs = () => time.ports.monotonicNow()
        /** User actions, click by click, and how many of the clicks reached the service. */
        const clicks: { tab: number; end: 'open' | 'answered' | 'cancelled' }[] = []
        let performed = 0
        /** When the hold of each waiting call ends, in time that passed. */
        const holdEndsAtMs = new Map<string, number>()
        const reads: { tab: Tab; sinceMs: number; isDone: boolean }[] = []
        // Collected, because the gate survives a call that throws.
        const violations: unknown[] = []
        const fail = (rule: string, facts: unknown) => violations.push([rule, facts])

        const check = ({ atMs, kind, epoch }: Arrival) => {
          const sinceMs = atMs - (arrivals.at(-1)?.atMs ?? -SPACING_MS)
          if (sinceMs < SPACING_MS) fail('spacing', { sinceMs, kind })
          if (atMs < seen.notBeforeMs) fail('Retry-After', { early: seen.notBeforeMs - atMs })
          // The epoch is a fence: polls of an earlier leader have been refused.
          if (epoch !== null && epoch !== seen.epoch)
            fail('one leader', { epoch, latest: seen.epoch })
          if (!isAction(kind)) return
          const starved = reads.filter(
            ({ tab, sinceMs: askedMs, isDone }) =>
              !isDone &&
              tabs.get(tab.index) === tab &&
              !tab.wasFrozen &&
              atMs - askedMs > STARVED_AFTER_MS + TURN_MS,
          )
          if (starved.length > 0) fail('starvation', starved.length)
        }
        const pick = (index: number) => [...tabs.values()][index % tabs.size]

        for (let count = 0; count < tabCount; count += 1) await browser.open(check)
        await time.advance(10)
        for (const each of steps) {
          if ('advanceMs' in each) await time.advance(each.advanceMs)
          else if ('act' in each) {
            const tab = pick(each.tab)
            if (!tab || tab.isFrozen) continue
            const kind = each.act as CallKind
            for (let count = 0; count < each.times; count += 1) {
              const click: (typeof clicks)[number] = { tab: tab.index, end: 'open' }
              if (isAction(kind)) clicks.push(click)
              const holdMs = isAction(kind) ? each.holdMs : 0
              const call = `${tab.index} ${kind} ${each.key ?? `alone ${clicks.length}`}`
              const endsAtMs = passedMs() + holdMs
              holdEndsAtMs.set(call, Math.max(holdEndsAtMs.get(call) ?? 0, endsAtMs))
              const read = { tab, sinceMs: passedMs(), isDone: isAction(kind) }
              reads.push(read)
              void tab.gate
                .run<number, null>({
                  kind,
                  holdMs,
                  subject: null,
                  mergeKey: each.key,
                  payload: 1,
                  merge: (waiting, added) => waiting + added,
                  perform: (payload) => {
                    if (isAction(kind)) performed += payload
                    read.isDone = true
                    const earlyMs = (holdEndsAtMs.get(call) ?? 0) - passedMs()
                    if (earlyMs > 0) fail('hold', { earlyMs, kind })
                    holdEndsAtMs.delete(call)
                    return browser.serve(tab.index, kind, payload, null, check)
                  },
                })
                .then((result) => {
                  const isCancelled = !result.ok && result.error.kind === 'cancelled'
                  if (isCancelled) holdEndsAtMs.delete(call)
                  read.isDone = true
                  click.end = isCancelled ? 'cancelled' : 'answered'
                })
            }
          } else if ('cancel' in each) {
            const tab = pick(each.tab)
            const call = tab?.gate.getView().waiting[each.cancel]
            if (!tab || tab.isFrozen || !call) continue
            if (!tab.gate.cancel(call.id)) fail('cancel', call)
            await time.settle()
          } else if ('reload' in each || 'crash' in each) {
            const tab = pick('reload' in each ? each.reload : each.crash)
            if (!tab || (tabs.size === 1 && 'crash' in each)) continue
            tab.die()
            if ('reload' in each) await browser.open(check, tab.holder)
            await time.settle()
          } else if ('open' in each) {
            if (tabs.size < 6) await browser.open(check)
          } else if ('freeze' in each) {
            pick(each.freeze)?.freeze()
          } else if ('thaw' in each) pick(each.thaw)?.thaw()
          else if ('show' in each) pick(each.show)?.show(true)
          else if ('hide' in each) pick(each.hide)?.show(false)
          else {
            // Some tab must be there to notice that the clock was set.
            for (const tab of tabs.values()) if (tab.isFrozen) tab.thaw()
            time.setClock(time.now() + each.jumpMs)
            await time.advance(1000)
          }
          // More than one may believe to lead for a moment; only one can act as leader.
          const effective = [...tabs.values()].filter(
            ({ lead, isFrozen }) => !isFrozen && lead.isLeader && lead.epoch === seen.epoch,
          )
          if (effective.length > 1) fail('one leader', effective.length)
        }

        isQuiet = true
        for (const tab of tabs.values()) tab.thaw()
        const quietFromMs = passedMs()
        const hasActions = ({ gate }: Tab) =>
          gate.getView().waiting.some(({ kind }) => isAction(kind))
        await settleDown(browser, QUIET_MS, () => {
          const all = [...tabs.values()]
          return (
            !all.some(hasActions) &&
            all.filter(({ lead }) => lead.isLeader).length === 1 &&
            new Set(all.map((tab) => tab.listedAtMs())).size === 1 &&
            arrivals.some(({ kind, atMs }) => kind === 'poll' && atMs > quietFromMs)
          )
        })
        // The answer to the latest list is still on its way to the other tabs.
        while (passedMs() - (arrivals.at(-1)?.atMs ?? 0) < 5) await time.advance(5)
        const leaders = [...tabs.values()].filter(({ lead }) => lead.isLeader)
        expect(leaders).toHaveLength(1)
        const quietPolls = arrivals.filter(
          ({ kind, atMs }) => kind === 'poll' && atMs > quietFromMs,
        )
        expect(quietPolls.length).toBeGreaterThan(0)
        // One poller, whatever the number of tabs: one list every 10 s, and one on waking.
        expect(quietPolls.length).toBeLessThanOrEqual((passedMs() - quietFromMs) / 10_000 + 2)
        // Every tab shows the answers that one of them got.
        expect(new Set([...tabs.values()].map((tab) => tab.listedAtMs())).size).toBe(1)
        expect([...tabs.values()][0]?.listedAtMs()).not.toBeNull()
        expect(violations).toEqual([])
        // Every action was sent once, unless it was canceled or lost with its tab.
        const cancelled = clicks.filter(({ end }) => end === 'cancelled').length
        const goneWithTab = clicks.filter(
          ({ tab, end }) => end === 'open' && !tabs.has(tab),
        ).length
        expect(performed).toBeLessThanOrEqual(clicks.length - cancelled)
        expect(performed).toBeGreaterThanOrEqual(clicks.length - cancelled - goneWithTab)
        expect([...tabs.values()].filter(hasActions)).toEqual([])
      },
    ),
    { seed: 1, numRuns: Number(process.env['TABS_RUNS'] ?? 50) },
  )
}, 3_600_000)

const lonelyStep = fc.oneof(
  { weight: 6, arbitrary: fc.record({ advanceMs: fc.integer({ min: 1, max: 60_000 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('stop', 'create', 'detail'), tab: tabNumber }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      event: fc.constantFrom('hide', 'show', 'freeze', 'thaw', 'crash', 'open'),
      tab: tabNumber,
    }),
  },
)

test('where site data is blocked each tab polls for itself, spaced and rarely, and loses nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(lonelyStep, { maxLength: 40 }),
      fc.integer({ min: 1, max: 6 }),
      async (steps, tabCount) => {
        const browser = createFakeBrowser(() => 'ok', { isStorageBlocked: true })
        const { time, tabs, arrivals } = browser
        const pick = (index: number) => [...tabs.values()][index % tabs.size]
        const asked = { count: 0, performed: 0 }
        let opened = 0
        const open = async () => {
          opened += 1
          await browser.open(() => {})
          await time.settle()
        }
        for (let count = 0; count < tabCount; count += 1) await open()
        for (const each of steps) {
          const tab = 'tab' in each ? pick(each.tab) : undefined
          if ('advanceMs' in each) await time.advance(each.advanceMs)
          else if (!tab) continue
          else if ('kind' in each) {
            if (tab.isFrozen) continue
            asked.count += 1
            void tab.gate.run<null, null>({
              kind: each.kind as CallKind,
              subject: null,
              mergeKey: null,
              payload: null,
              perform: () => {
                asked.performed += 1
                return browser.serve(tab.index, each.kind as CallKind, 0, null, () => {})
              },
            })
          } else if (each.event === 'hide') tab.show(false)
          else if (each.event === 'show') tab.show(true)
          else if (each.event === 'freeze') tab.freeze()
          else if (each.event === 'thaw') tab.thaw()
          else if (each.event === 'open') {
            if (tabs.size < 6) await open()
          } else if (tabs.size > 1 && tab.gate.getView().waiting.length === 0) tab.die()
        }
        for (const tab of tabs.values()) tab.thaw()
        await settleDown(browser, 15 * 60_000, () => asked.performed === asked.count)
        // One request per tab: requesting again after each refusal would never end.
        expect(browser.lockRefusals()).toBe(opened)
        for (const { index, lead } of tabs.values()) {
          expect(lead).toEqual({ isLeader: true, epoch: 0, isAlone: true })
          const own = arrivals.filter(({ tab }) => tab === index).map(({ atMs }) => atMs)
          for (const [at, atMs] of own.entries())
            expect(atMs - (own[at - 1] ?? -SPACING_MS)).toBeGreaterThanOrEqual(SPACING_MS)
        }
        const polls = arrivals.filter(({ kind }) => kind === 'poll')
        expect(polls.length).toBeGreaterThan(0)
        expect(asked.performed).toBe(asked.count)
      },
    ),
    { seed: 1, numRuns: Number(process.env['TABS_RUNS'] ?? 50) },
  )
}, 3_600_000)
