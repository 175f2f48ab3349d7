import { changeUnsentAction, useUnsentActions } from './unsent-actions-table.ts'
import { randomId } from '../util/random-id.ts'
import { isLeftBehind, type UnsentAction } from './unsent-action.ts'
import { endpointKeyOf } from '../accounts/endpoint-lookup.ts'
import type { FleetRow } from './fleet-model.ts'
import { leadershipStore } from '../tabs/leadership.ts'
import { type Runtime, sleep } from '../runtime/runtime.ts'

/** Keeps stops and extensions named while they wait (see unsent-action.ts). */

/** Storage that gives no answer must not hold back a stop. */
const MAX_WRITE_MS = 1000

/** A wish as its owner changes it. */
export type TrackedAction = {
  /**
   * Writes it down; it may wait once this resolves. Again after its token was refused: it has
   * not left then, and keeps what joined it.
   */
  open: () => Promise<void>
  /** Writes down a new sum, after a click that joined. */
  setAddMs: (addMs: number | null) => void
  /** Notes that it leaves. */
  sent: () => Promise<void>
  /** Its end was told. */
  close: () => void
}

/** A wish of this tab. Nothing is written before it is opened. */
export function trackUnsent(
  runtime: Runtime,
  { ref, session }: FleetRow,
  kind: UnsentAction['kind'],
  addMs: number | null,
): TrackedAction {
  const { ports } = runtime
  const id = randomId(20)
  let letGo = () => {}
  let isClosed = false
  let last: Promise<unknown> = Promise.resolve()
  /** In the order in which they happened: a click can join before the row is written. */
  const inOrder = async (task: () => Promise<unknown>): Promise<void> => {
    last = last.then(task)
    await last
  }
  const write = (
    change: (known: UnsentAction | null) => UnsentAction | null,
  ): Promise<unknown> =>
    Promise.race([changeUnsentAction(id, change), sleep(runtime, MAX_WRITE_MS)])
  const change = (part: Partial<UnsentAction>) =>
    inOrder(() => write((known) => known && { ...known, ...part }))
  /** Held before it is written, so that no other tab takes it for left behind. */
  const hold = () =>
    new Promise<void>((resolve) => {
      const whileOpen = () => {
        resolve()
        return new Promise<void>((end) => {
          letGo = end
        })
      }
      runtime.exclusively(unsentActionLock(id), whileOpen).then(
        () => resolve(),
        () => resolve(),
      )
    })
  return {
    open: () =>
      inOrder(async () => {
        if (isClosed) return
        await hold()
        await write((known) =>
          known
            ? { ...known, sentAtMs: null }
            : {
                ...endpointKeyOf(ref),
                id,
                kind,
                sessionId: session.id,
                addMs,
                createdAtMs: ports.now(),
                sentAtMs: null,
                end: null,
                isDismissed: false,
              },
        )
      }),
    setAddMs: (sumMs) => void change({ addMs: sumMs }),
    sent: () => change({ sentAtMs: ports.now() }),
    close: () => {
      isClosed = true
      void change({ end: 'over' }).then(() => letGo())
    },
  }
}

/** Finds what a closed or crashed tab left behind, so that it is told. */
export async function nameLeftBehind(runtime: Runtime): Promise<void> {
  const { isAlone } = leadershipStore(runtime).getState()
  const isFound = (wish: UnsentAction) => isLeftBehind(wish, isAlone, runtime.ports.now())
  await Promise.all(
    [...useUnsentActions.getState().rows.values()]
      .filter(isFound)
      .map(({ id }) =>
        runtime.exclusively(unsentActionLock(id), () =>
          changeUnsentAction(id, (known) =>
            known && isFound(known) ? { ...known, end: 'left-behind' } : known,
          ),
        ),
      ),
  )
}

/** Name of the lock that the tab with the wish holds. */
function unsentActionLock(id: string): string {
  return `rrc-wish ${id}`
}
