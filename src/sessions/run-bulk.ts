import { type EndpointRef, needsNetwork } from '../accounts/accounts.ts'
import { locationKey } from '../accounts/endpoint-key.ts'
import { findUnlocked } from '../accounts/endpoint-lookup.ts'
import { gatesOf } from '../calls/gates.ts'
import { mergeGroup } from '../gate/policy.ts'
import type { Gate } from '../gate/types.ts'
import { isTerminal } from '../lease/session-rules.ts'
import { perRuntime } from '../runtime/part.ts'
import { undoMsOf } from '../runtime/preferences.ts'
import { type Runtime, sleep } from '../runtime/runtime.ts'
import { leadershipStore } from '../tabs/leadership.ts'
import { apartMs } from '../util/apart.ts'
import { createEmitter } from '../util/emitter.ts'
import { randomId } from '../util/random-id.ts'
import { isOffline } from '../util/use-is-offline.ts'
import {
  type BulkChange,
  type BulkHalt,
  type BulkItem,
  bulkItemId,
  type BulkResult,
  bulkRetryable,
  bulkRoom,
  type BulkRun,
  type BulkTally,
  bulkTally,
  type BulkTarget,
  bulkWaiting,
  extendResult,
  hasProblem,
  isTarget,
  stopResult,
} from './bulk.ts'
import {
  bulkItems,
  bulkItemsOf,
  bulkItemsStore,
  bulkRuns,
  bulkRunsStore,
  forgetBulk,
} from './bulk-table.ts'
import { extendSession } from './extend-session.ts'
import { type FleetRow, toRow } from './fleet-model.ts'
import { listOf, sessionOf } from './session-list.ts'
import { stopSession } from './stop-session.ts'
import type { OperationPart } from './track-unsent.ts'
import { holdOfExtension } from './undo-time.ts'

/**
 * Carries bulk operations out, a few sessions at a time for each gate. What was not sent when the
 * tab closes, the browser goes offline, or the computer sleeps waits for a click of the user.
 */

/** A bulk operation that has ended, published once. */
export const bulkOutcomes = perRuntime(() =>
  createEmitter<{ run: BulkRun; tally: BulkTally }>(),
)

/** A bulk operation that this tab carries out. */
type Running = {
  id: string
  /** The places that are still to be taken up, by endpoint, in order. */
  lanes: Map<string, number[]>
  /** What was taken up and has no result yet, by place. */
  underWay: Map<number, { operationId: string; gate: Gate }>
  /** Set at once by a click; the stored row follows. */
  isCanceled: boolean
  /** When it was looked at last, local clock, epoch ms. */
  lookedAtMs: number
  /** Looks again before its time. */
  wake: () => void
}

const runningOf = perRuntime(() => new Map<string, Running>())

const LOOK_EVERY_MS = 1000
/** A tab that was frozen or asleep for longer doesn't go on by itself, because that would surprise. */
const LATE_MS = 5 * 60_000
/** Nothing waits longer for storage that doesn't respond. */
const MAX_WRITE_MS = 1000
/** Where tabs can't coordinate, a run that did nothing for this long counts as left behind. */
const LONGEST_WAIT_MS = 30 * 60_000

/**
 * Begins a bulk operation on exactly these targets. It can be undone as a whole during the undo
 * time, which an end within it shortens.
 * @returns its ID
 */
export function startBulk(
  runtime: Runtime,
  change: BulkChange,
  targets: readonly BulkTarget[],
): string {
  const nowMs = runtime.ports.now()
  const run: BulkRun = {
    id: randomId(20),
    change,
    targets,
    createdAtMs: nowMs,
    startsAtMs: nowMs + undoTimeOf(runtime, change, targets),
    state: 'running',
    halt: null,
    isDismissed: false,
  }
  void runtime.exclusively(lockName(run.id), async () => {
    const isStored = bulkRuns(runtime).change(run.id, () => run)
    await Promise.race([isStored, sleep(runtime, MAX_WRITE_MS)])
    await carryOut(runtime, run)
  })
  return run.id
}

/** Goes on with what was not sent, after a click. Does nothing where another tab goes on with it. */
export function continueBulk(runtime: Runtime, id: string): void {
  const startsAtMs = runtime.ports.now() + undoMsOf(runtime)
  const resume = () =>
    changeRun(runtime, id, (known) =>
      known.state === 'halted' ? { ...known, state: 'running', halt: null, startsAtMs } : known,
    )
  // What this tab had sent before it was halted is still under way.
  const running = runningOf(runtime).get(id)
  if (running) return void resume().then(running.wake)
  void runtime.exclusively(lockName(id), async () => {
    const run = await resume()
    if (run?.state !== 'running') return
    // Nobody saw the answer to these, and a second extension could be one too many.
    if (run.change.kind === 'extend')
      for (const item of itemsOf(runtime, id).values())
        if (item.sentAtMs !== null && item.result === null)
          await writeItem(runtime, { ...item, result: UNCLEAR })
    await carryOut(runtime, run)
  })
}

/** Drops what has not left. What has left still ends, and is told. */
export function cancelBulk(runtime: Runtime, id: string): void {
  const running = runningOf(runtime).get(id)
  if (running) running.isCanceled = true
  void changeRun(runtime, id, (known) =>
    known.state === 'running' ? { ...known, state: 'canceled' } : known,
  )
  running?.wake()
}

/** Asks again for what was refused, where that is safe. The former operation is forgotten. */
export function retryBulk(runtime: Runtime, id: string): void {
  const run = bulkRunsStore(runtime).getState().rows.get(id)
  if (!run) return
  const targets = bulkRetryable(itemsOf(runtime, id)).flatMap(
    (index) => run.targets[index] ?? [],
  )
  forgetBulk(runtime, id)
  if (targets.length > 0) startBulk(runtime, run.change, targets)
}

/** Marks the operations of closed or crashed tabs, so that the screen names them. */
export async function nameLeftBehindBulks(runtime: Runtime): Promise<void> {
  const { isAlone } = leadershipStore(runtime).getState()
  const isLeft = (run: BulkRun) =>
    (run.state === 'running' || run.state === 'canceled') &&
    !runningOf(runtime).has(run.id) &&
    (!isAlone || apartMs(runtime.ports.now(), activeAtMs(runtime, run)) > LONGEST_WAIT_MS)
  await Promise.all(
    [...bulkRunsStore(runtime).getState().rows.values()].filter(isLeft).map(({ id }) =>
      runtime.exclusively(lockName(id), () =>
        changeRun(runtime, id, (known) => {
          if (!isLeft(known)) return known
          return known.state === 'canceled'
            ? { ...known, state: 'over' }
            : { ...known, state: 'halted', halt: 'tab-gone' }
        }),
      ),
    ),
  )
}

function lockName(id: string): string {
  return `rrc-bulk ${id}`
}

function activeAtMs(runtime: Runtime, { id, startsAtMs }: BulkRun): number {
  const sentAtMs = [...itemsOf(runtime, id).values()].map((item) => item.sentAtMs ?? 0)
  return sentAtMs.reduce((latest, atMs) => Math.max(latest, atMs), startsAtMs)
}

function undoTimeOf(
  runtime: Runtime,
  { kind }: BulkChange,
  targets: readonly BulkTarget[],
): number {
  const undoMs = undoMsOf(runtime)
  if (kind === 'stop') return undoMs
  const find = findUnlocked(runtime)
  return targets.reduce((shortestMs, target) => {
    const ref = find(target)
    const row = ref && listedRow(runtime, ref, target)
    return row ? Math.min(shortestMs, holdOfExtension(runtime, row, undoMs)) : shortestMs
  }, undoMs)
}

/** Carries an operation out until it is over or halted. */
async function carryOut(runtime: Runtime, run: BulkRun): Promise<void> {
  let wake = () => {}
  const running: Running = {
    id: run.id,
    lanes: lanesOf(run, itemsOf(runtime, run.id)),
    underWay: new Map(),
    isCanceled: false,
    lookedAtMs: runtime.ports.now(),
    wake: () => wake(),
  }
  runningOf(runtime).set(run.id, running)
  for (;;) {
    const woken = new Promise<void>((resolve) => {
      wake = resolve
    })
    const known = bulkRunsStore(runtime).getState().rows.get(run.id) ?? run
    if (await isFinished(runtime, running, known)) break
    await Promise.race([woken, sleep(runtime, LOOK_EVERY_MS)])
  }
  runningOf(runtime).delete(run.id)
}

function lanesOf(run: BulkRun, items: ReadonlyMap<number, BulkItem>): Map<string, number[]> {
  const lanes = new Map<string, number[]>()
  for (const index of bulkWaiting(run, items)) {
    const target = run.targets[index]
    if (!target) continue
    const key = locationKey(target)
    const lane = lanes.get(key)
    if (lane) lane.push(index)
    else lanes.set(key, [index])
  }
  return lanes
}

/** Looks at an operation: takes up what may be, and ends it when nothing is left. */
async function isFinished(runtime: Runtime, running: Running, run: BulkRun): Promise<boolean> {
  const nowMs = runtime.ports.now()
  const isLate = apartMs(nowMs, running.lookedAtMs) > LATE_MS
  running.lookedAtMs = nowMs
  if (running.isCanceled || run.state !== 'running') {
    dropQueued(running)
    if (running.underWay.size > 0) return false
    if (run.state !== 'halted' || running.isCanceled) await end(runtime, run)
    return true
  }
  if (isLate) return halt(runtime, running, 'late')
  if (nowMs < run.startsAtMs) return false
  const obstacle = takeUp(runtime, running, run)
  if (obstacle !== null) return halt(runtime, running, obstacle)
  const isDone = running.underWay.size === 0 && [...running.lanes.values()].every(isEmpty)
  if (isDone) await end(runtime, run)
  return isDone
}

const isEmpty = (lane: readonly number[]) => lane.length === 0

/** Takes up no more. @returns false: what is under way has yet to end */
async function halt(runtime: Runtime, { id, wake }: Running, why: BulkHalt): Promise<false> {
  await changeRun(runtime, id, (known) =>
    known.state === 'running' ? { ...known, state: 'halted', halt: why } : known,
  )
  wake()
  return false
}

async function end(runtime: Runtime, { id }: BulkRun): Promise<void> {
  const run = await changeRun(runtime, id, (known) => ({
    ...known,
    state: 'over',
    halt: null,
  }))
  if (!run) return
  const tally = bulkTally(run, itemsOf(runtime, id))
  bulkOutcomes(runtime).emit({ run, tally })
  if (!hasProblem(tally)) forgetBulk(runtime, id)
}

/** Cancels the calls that wait in the gates. Their sessions are as if they had never been taken up. */
function dropQueued({ underWay }: Running): void {
  for (const { operationId, gate } of underWay.values())
    for (const call of gate.getView().waiting)
      if (call.operationId === operationId) gate.cancel(call.id)
}

/** Takes up as many targets as the gates have room for. @returns what is in the way; null: nothing */
function takeUp(runtime: Runtime, running: Running, run: BulkRun): BulkHalt | null {
  const find = findUnlocked(runtime)
  for (const lane of running.lanes.values()) {
    for (;;) {
      const index = lane[0]
      const target = index === undefined ? undefined : run.targets[index]
      if (index === undefined || !target) break
      const ref = find(target)
      if (ref === null) return 'locked'
      if (needsNetwork(ref.account) && isOffline(globalThis.navigator)) return 'offline'
      const gate = gatesOf(runtime).of(ref)
      if (roomAt(runtime, running, run, gate) === 0) break
      const row = targetNow(runtime, ref, target)
      if (row === 'not-listed') return 'not-listed'
      lane.shift()
      if (row === 'ended')
        bulkItems(runtime).put([{ ...newItem(runtime, run, index), ...ENDED }])
      else void carryOne(runtime, running, run, { index, row, gate, lane })
    }
  }
  return null
}

function roomAt(
  runtime: Runtime,
  { underWay }: Running,
  { change }: BulkRun,
  gate: Gate,
): number {
  const nowMs = runtime.ports.now()
  const readsMs = gate
    .getView()
    // One that isn't ready waits for something else than its turn.
    .waiting.filter(
      ({ kind, leavesAtMs }) => mergeGroup(kind) === 'read' && leavesAtMs !== null,
    )
    .map(({ queuedAtMs }) => nowMs - queuedAtMs)
  const atGate = [...underWay.values()].filter((each) => each.gate === gate).length
  return bulkRoom(change.kind, atGate, Math.max(0, ...readsMs))
}

/**
 * Returns a target as its list shows it now.
 * @returns ended: the list doesn't have it anymore. not-listed: it isn't known whether it runs
 */
function targetNow(
  runtime: Runtime,
  ref: EndpointRef,
  target: BulkTarget,
): FleetRow | 'ended' | 'not-listed' {
  const row = listedRow(runtime, ref, target)
  if (row)
    return isTerminal(row.session.status) || !isTarget(target, row.session) ? 'ended' : row
  const list = listOf(runtime, ref)
  return list && !list.isUnderWay && !list.isIncomplete ? 'ended' : 'not-listed'
}

function listedRow(
  runtime: Runtime,
  ref: EndpointRef,
  { sessionId }: BulkTarget,
): FleetRow | null {
  const list = listOf(runtime, ref)
  const session = list && sessionOf(list, sessionId)
  return session ? toRow(ref, session) : null
}

const ENDED: { result: BulkResult } = {
  result: { end: 'ended', errorKind: null, canRetry: false },
}
const UNCLEAR: BulkResult = { end: 'unclear', errorKind: null, canRetry: false }

/** Extends or stops one session as a click would, and stores what came of it. */
async function carryOne(
  runtime: Runtime,
  running: Running,
  run: BulkRun,
  taken: { index: number; row: FleetRow; gate: Gate; lane: number[] },
): Promise<void> {
  const { index, row, gate, lane } = taken
  const operationId = randomId(20)
  running.underWay.set(index, { operationId, gate })
  const item = newItem(runtime, run, index)
  bulkItems(runtime).put([item])
  const result = await resultOf(runtime, run.change, row, partOf(runtime, item, operationId))
  const isGoingOn =
    !running.isCanceled &&
    bulkRunsStore(runtime).getState().rows.get(run.id)?.state === 'running'
  // It was dropped with the whole, and not by an Undo of its own.
  if (result.end === 'undone' && !isGoingOn) {
    bulkItems(runtime).remove([item.id])
    lane.unshift(index)
  } else await writeItem(runtime, { ...item, result })
  running.underWay.delete(index)
  running.wake()
}

async function resultOf(
  runtime: Runtime,
  change: BulkChange,
  row: FleetRow,
  part: OperationPart,
): Promise<BulkResult> {
  if (change.kind === 'stop') return stopResult(await stopSession(runtime, row, { part }))
  const { addMs } = change
  return extendResult(await extendSession(runtime, row, { addMs }, 0, part), addMs)
}

/** Stores in the item when its call is sent, instead of in a row of its own. */
function partOf(runtime: Runtime, item: BulkItem, operationId: string): OperationPart {
  const write = (sentAtMs: number | null) => writeItem(runtime, { ...item, sentAtMs })
  return {
    operationId,
    tracked: {
      // Called again after a token was refused: nothing counts as sent then.
      open: async () => {
        if (itemsOf(runtime, item.runId).get(item.index)?.sentAtMs) await write(null)
      },
      setAddMs: () => {},
      sent: () => write(runtime.ports.now()),
      close: () => {},
    },
  }
}

function newItem(runtime: Runtime, { id: runId }: BulkRun, index: number): BulkItem {
  const createdAtMs = runtime.ports.now()
  const id = bulkItemId(runId, index)
  return { id, runId, index, sentAtMs: null, result: null, createdAtMs }
}

/** Stores an item. When it was sent stays known. */
async function writeItem(runtime: Runtime, item: BulkItem): Promise<void> {
  const isStored = bulkItems(runtime).change(item.id, (known) => ({
    ...item,
    sentAtMs: item.sentAtMs ?? (item.result === null ? null : (known?.sentAtMs ?? null)),
  }))
  await Promise.race([isStored, sleep(runtime, MAX_WRITE_MS)])
}

function changeRun(
  runtime: Runtime,
  id: string,
  change: (known: BulkRun) => BulkRun,
): Promise<BulkRun | null> {
  return bulkRuns(runtime).change(id, (known) => known && change(known))
}

function itemsOf(runtime: Runtime, runId: string): ReadonlyMap<number, BulkItem> {
  return bulkItemsOf(bulkItemsStore(runtime).getState().rows, runId)
}
