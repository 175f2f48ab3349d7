import { endpointKeyOf } from '../accounts/endpoint-lookup.ts'
import { type Runtime, sleep } from '../runtime/runtime.ts'
import { leadershipStore } from '../tabs/leadership.ts'
import { randomId } from '../util/random-id.ts'
import type { FleetRow } from './fleet-model.ts'
import { isLeftBehind, type UnsentAction } from './unsent-action.ts'
import { unsentActionsStore, unsentActions } from './unsent-actions-table.ts'

/** Keeps the rows of stops and extensions that have not ended (see unsent-action.ts). */

/** The row of one operation, as the operation changes it. */
export type TrackedAction = {
  /**
   * Writes the row; the action may wait once this resolves. Called again after a refused token,
   * it keeps the sum of the clicks that joined, and the action counts as not sent.
   */
  open: () => Promise<void>
  /** Writes a new sum, after a click that joined. */
  setAddMs: (addMs: number | null) => void
  /** Writes that the action is sent. */
  sent: () => Promise<void>
  /** Writes that the outcome was published. */
  close: () => void
}

/** Something larger that an operation is a part of, which gives it its ID and stores it. */
export type OperationPart = { operationId: string; tracked: TrackedAction }

/** Tracks one operation of this tab. Nothing is written before it is opened. */
export function trackUnsent(
  runtime: Runtime,
  { ref, session }: FleetRow,
  kind: UnsentAction['kind'],
  addMs: number | null,
): TrackedAction {
  const { now } = runtime.ports
  const id = randomId(20)
  let release: (() => void) | null = null
  let isClosed = false
  let sumMs = addMs
  let last: Promise<unknown> = Promise.resolve()
  // In the order of the calls, because a click can join before the row is written.
  const inOrder = async (task: () => Promise<unknown>): Promise<void> => {
    last = last.then(task)
    await last
  }
  const change = (part: Partial<UnsentAction>) =>
    inOrder(() => writeRow(runtime, id, (known) => known && { ...known, ...part }))
  const open = async () => {
    if (isClosed) return
    // Locked before it is written, so that no other tab takes it for left behind.
    release ??= await holdLock(runtime, id)
    await writeRow(runtime, id, (known) =>
      known
        ? { ...known, addMs: sumMs, sentAtMs: null }
        : {
            ...endpointKeyOf(ref),
            id,
            kind,
            sessionId: session.id,
            addMs: sumMs,
            createdAtMs: now(),
            sentAtMs: null,
            end: null,
            isDismissed: false,
          },
    )
  }
  return {
    open: () => inOrder(open),
    setAddMs: (addedMs) => {
      sumMs = addedMs
      void change({ addMs: addedMs })
    },
    sent: () => change({ sentAtMs: now() }),
    close: () => {
      isClosed = true
      void change({ end: 'over' }).then(() => release?.())
    },
  }
}

/** Marks the actions that a closed or crashed tab left behind, so that the screen names them. */
export async function nameLeftBehind(runtime: Runtime): Promise<void> {
  const { isAlone } = leadershipStore(runtime).getState()
  const isFound = (action: UnsentAction) => isLeftBehind(action, isAlone, runtime.ports.now())
  await Promise.all(
    [...unsentActionsStore(runtime).getState().rows.values()]
      .filter(isFound)
      .map(({ id }) =>
        runtime.exclusively(lockName(id), () =>
          unsentActions(runtime).change(id, (known) =>
            known && isFound(known) ? { ...known, end: 'left-behind' } : known,
          ),
        ),
      ),
  )
}

/** A stop must not wait longer for storage that doesn't respond. */
const MAX_WRITE_MS = 1000

async function writeRow(
  runtime: Runtime,
  id: string,
  change: (known: UnsentAction | null) => UnsentAction | null,
): Promise<void> {
  await Promise.race([unsentActions(runtime).change(id, change), sleep(runtime, MAX_WRITE_MS)])
}

/**
 * Takes the lock by which other tabs see that the tab of an action still exists.
 * @returns the way to release it. Resolves even when there are no locks
 */
function holdLock(runtime: Runtime, id: string): Promise<() => void> {
  return new Promise((resolve) => {
    const whileHeld = () =>
      new Promise<void>((release) => {
        resolve(release)
      })
    const none = () => resolve(() => {})
    runtime.exclusively(lockName(id), whileHeld).then(none, none)
  })
}

/** Tabs of earlier versions use the same name. */
function lockName(id: string): string {
  return `rrc-wish ${id}`
}
