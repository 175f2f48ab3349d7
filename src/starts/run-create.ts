import type { CreatedSession, NewSession } from '../service/client.ts'
import type { ServiceResult } from '../service/result.ts'
import type { EndpointRef } from '../accounts/accounts.ts'
import {
  changeCreateIntent,
  updateCreateIntent,
  useCreateIntents,
} from './create-intents-table.ts'
import { type CreateIntent, newCreateIntent, nextStep } from './create-intent.ts'
import { leaving } from './create-outcomes.ts'
import { askById, askByList, sendOnce, stopOnce } from './create-steps.ts'
import { randomId } from '../util/random-id.ts'
import { untilFound } from '../util/wait-for.ts'
import { type Runtime, sleep } from '../runtime/runtime.ts'
import { endpointKeyOf, findUnlocked } from '../accounts/endpoint-lookup.ts'

/** Carries creates to their end, whatever happens on the way (see create-intent.ts). */

/** How soon a taken-back create is noticed while it waits. */
const NAP_MS = 1000

/**
 * Carries one create to its end, or to where its account is locked or gone. Only one tab may do
 * so at a time (see resumeCreates).
 * @returns how it ended, and the last answer to it
 */
export async function runCreate(
  runtime: Runtime,
  id: string,
): Promise<{ intent: CreateIntent; last: ServiceResult<CreatedSession> | null }> {
  let last: ServiceResult<CreatedSession> | null = null
  let intent = await updateCreateIntent(id, (known) => known)
  for (;;) {
    const step = nextStep(intent, runtime.ports.now())
    const ref = findUnlocked(runtime)(intent)
    if (step.kind === 'over' || !ref) return { intent, last }
    switch (step.kind) {
      case 'wait':
        // In short naps: it may be taken back meanwhile, here or in another tab.
        await sleep(runtime, Math.min(step.ms, NAP_MS))
        intent = await updateCreateIntent(id, (known) => known)
        break
      case 'close':
        intent = await updateCreateIntent(id, (known) => ({
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

/** Name of the lock that whoever sees to a create holds. */
export function createLock(id: string): string {
  return `rrc-intent ${id}`
}

/**
 * Writes a create down, once. It has not left when this resolves.
 * @param id of the intent; one that is there already stays as it is
 * @param mayHaveLeft it may have been sent before, by a tab that could not write it down
 */
export async function writeCreateIntent(
  runtime: Runtime,
  ref: EndpointRef,
  wanted: NewSession,
  id: string = randomId(20),
  mayHaveLeft = false,
): Promise<CreateIntent> {
  const intent = newCreateIntent(
    { ...endpointKeyOf(ref), id, wanted: { ...wanted, models: [...wanted.models] } },
    runtime.ports.now(),
  )
  const first = mayHaveLeft ? leaving(intent, runtime.ports.now()) : intent
  return (await changeCreateIntent(id, (known) => known ?? first)) ?? first
}

/** Resolves when a create has ended, whoever sees to it. */
export function settled(id: string): Promise<CreateIntent> {
  return untilFound([useCreateIntents], () => {
    const intent = useCreateIntents.getState().rows.get(id)
    return intent && intent.end !== null ? intent : undefined
  })
}

/** Takes a create back: closed first, so that no late try revives it, then stopped. */
export async function cancelCreate(id: string): Promise<void> {
  await changeCreateIntent(
    id,
    (known) =>
      known &&
      (known.end === null && !known.isCancelled ? { ...known, isCancelled: true } : known),
  )
}

/** Takes up the creates that a closed or crashed tab left behind. */
export async function resumeCreates(runtime: Runtime): Promise<void> {
  await Promise.all(
    [...useCreateIntents.getState().rows.values()].map(async (intent) => {
      if (intent.end !== null || !findUnlocked(runtime)(intent)) return
      await runtime.exclusively(createLock(intent.id), () => runCreate(runtime, intent.id))
    }),
  )
}
