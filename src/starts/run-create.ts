import type { CreatedSession, NewSession } from '../service/client.ts'
import type { ServiceResult } from '../service/result.ts'
import type { EndpointRef } from '../accounts/accounts.ts'
import { createIntentsStore, createIntents } from './create-intents-table.ts'
import {
  type CreateIntent,
  newCreateIntent,
  nextStep,
  withUndoTimeAgain,
} from './create-intent.ts'
import { beforeSend } from './create-outcomes.ts'
import { askById, askByList, sendOnce, stopOnce } from './create-steps.ts'
import { gatesOf } from '../calls/gates.ts'
import { randomId } from '../util/random-id.ts'
import { waitFor } from '../util/wait-for.ts'
import { type Runtime, sleep } from '../runtime/runtime.ts'
import { endpointKeyOf, findUnlocked } from '../accounts/endpoint-lookup.ts'

/** Carries creates to their end, across failures, reloads and tabs (see create-intent.ts). */

/** How soon a waiting run notices that its create was canceled. */
const NAP_MS = 1000

/**
 * Carries one create to its end, or until its account is locked or removed. The caller holds the
 * create's lock, because only one tab at a time may run it.
 * @returns the create as it ended, and the last answer to a send of this run
 */
export async function runCreate(
  runtime: Runtime,
  id: string,
): Promise<{ intent: CreateIntent; last: ServiceResult<CreatedSession> | null }> {
  let last: ServiceResult<CreatedSession> | null = null
  let intent = await createIntents(runtime).update(id, (known) => known)
  for (;;) {
    const step = nextStep(intent, runtime.ports.now())
    const ref = findUnlocked(runtime)(intent)
    if (step.kind === 'over' || !ref) return { intent, last }
    switch (step.kind) {
      case 'wait':
        // In short naps, because this tab or another may cancel it meanwhile.
        await sleep(runtime, Math.min(step.ms, NAP_MS))
        intent = await createIntents(runtime).update(id, (known) => known)
        break
      case 'close':
        intent = await createIntents(runtime).update(id, (known) => ({
          ...known,
          end: known.end ?? step.end,
        }))
        break
      case 'send': {
        const sent = await sendOnce(runtime, ref, intent)
        ;({ intent } = sent)
        last = sent.result
        break
      }
      case 'get':
        intent = await askById(runtime, ref, intent)
        break
      case 'list':
        intent = await askByList(runtime, ref, intent)
        break
      case 'stop':
        intent = await stopOnce(runtime, ref, intent)
        break
    }
  }
}

/** Returns the name of the lock held by the tab that runs a create. */
export function createLock(id: string): string {
  return `rrc-intent ${id}`
}

/**
 * Stores a create once. It has not been sent when this resolves.
 * @param id of the intent; an intent already stored under it stays as it is
 * @param options `mayBeSent`: a tab that could not store the create may have sent it before;
 *   `undoMs`: how long it waits at least before it is sent
 */
export async function writeCreateIntent(
  runtime: Runtime,
  ref: EndpointRef,
  wanted: NewSession,
  id: string = randomId(20),
  { mayBeSent = false, undoMs = 0 }: { mayBeSent?: boolean; undoMs?: number } = {},
): Promise<CreateIntent> {
  const intent = newCreateIntent(
    { ...endpointKeyOf(ref), id, wanted: { ...wanted, models: [...wanted.models] }, undoMs },
    runtime.ports.now(),
  )
  const first = mayBeSent ? beforeSend(intent, runtime.ports.now()) : intent
  return (await createIntents(runtime).change(id, (known) => known ?? first)) ?? first
}

/** Resolves when a create has ended, whichever tab runs it. */
export function settled(runtime: Runtime, id: string): Promise<CreateIntent> {
  return waitFor([createIntentsStore(runtime)], () => {
    const intent = createIntentsStore(runtime).getState().rows.get(id)
    return intent && intent.end !== null ? intent : undefined
  })
}

/** Cancels a create. Its run then stops whatever it started. */
export async function cancelCreate(runtime: Runtime, id: string): Promise<void> {
  await createIntents(runtime).change(
    id,
    (known) =>
      known &&
      (known.end === null && !known.isCancelled ? { ...known, isCancelled: true } : known),
  )
}

/**
 * Cancels a create at the user's request, and takes it out of the gate when it waits there, so
 * that nothing waits for a call that is not made.
 */
export async function undoCreate(runtime: Runtime, intent: CreateIntent): Promise<void> {
  await cancelCreate(runtime, intent.id)
  const ref = findUnlocked(runtime)(intent)
  if (!ref) return
  const gate = gatesOf(runtime).of(ref)
  const waiting = gate.getView().waiting.find(({ operationId }) => operationId === intent.id)
  if (waiting) gate.cancel(waiting.id)
}

/** Resumes the open creates that no tab runs, for example after a crash. */
export async function resumeCreates(runtime: Runtime): Promise<void> {
  await Promise.all(
    [...createIntentsStore(runtime).getState().rows.values()].map(async (intent) => {
      if (intent.end !== null || !findUnlocked(runtime)(intent)) return
      await runtime.exclusively(createLock(intent.id), async () => {
        await createIntents(runtime).update(intent.id, (known) =>
          withUndoTimeAgain(known, runtime.ports.now()),
        )
        await runCreate(runtime, intent.id)
      })
    }),
  )
}
