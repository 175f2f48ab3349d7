import { isTerminal } from '../lease/session-rules.ts'
import {
  type CreatedSession,
  createSession as createCall,
  type NewSession,
  stopSession as stopCall,
} from '../service/client.ts'
import {
  noAnswer,
  serviceError,
  type ServiceErrorKind,
  type ServiceResult,
} from '../service/result.ts'
import type { EndpointRef } from '../stores/accounts.ts'
import { changeIntent, useIntents } from '../stores/intents.ts'
import {
  afterGet,
  afterList,
  afterSend,
  afterStop,
  afterTry,
  type Intent,
  leaving,
  newIntent,
  nextStep,
  type SendOutcome,
} from '../watch/intents.ts'
import { callService } from './call.ts'
import { type Runtime, sleep } from './runtime.ts'
import { detailKey, loadSession } from './session-detail.ts'
import { listKey, refreshList, type SessionList } from './session-list.ts'

/** Carries creates to their end, whatever happens on the way (see watch/intents.ts). */

/** Statuses after which a create has surely not been done. */
const REFUSALS: readonly ServiceErrorKind[] = [
  'bad-request',
  'unauthorized',
  'forbidden',
  'not-found',
  'unprocessable',
  'throttled',
]

const outcomeOf = (result: ServiceResult<CreatedSession>): SendOutcome => {
  if (result.ok) return { kind: 'created', sessionId: result.data.id }
  const { kind } = result.error
  if (kind === 'conflict') return { kind: 'conflict' }
  return REFUSALS.includes(kind)
    ? { kind: 'refused', failure: kind }
    : { kind: 'unknown', failure: kind }
}

/** How soon a taken-back create is noticed while it waits. */
const NAP_MS = 1000

/** Changes an intent that is known to be there. */
const change = async (id: string, how: (known: Intent) => Intent): Promise<Intent> => {
  const next = await changeIntent(id, (known) => known && how(known))
  if (!next) throw new Error(`intent ${id} is gone`)
  return next
}

/** One try to send. The create is on disk as "left" before it leaves. */
const sendOnce = async (
  runtime: Runtime,
  ref: EndpointRef,
  { id, wanted }: Intent,
): Promise<{ intent: Intent; result: ServiceResult<CreatedSession> }> => {
  /** null: the gate has not let it through yet. */
  let mayLeave: boolean | null = null
  const result = await callService<NewSession, CreatedSession>(runtime, ref, {
    kind: 'create',
    subject: ref.account.apiVersion === 'v1' ? null : wanted.id,
    // Two creates are two sessions, always.
    mergeKey: null,
    payload: wanted,
    perform: async (token, payload, target, signal) => {
      const nowMs = runtime.ports.now()
      await change(id, (intent) => {
        mayLeave = nextStep(intent, nowMs).kind === 'send'
        return mayLeave ? leaving(intent, nowMs) : intent
      })
      // Taken back or settled, here or by another tab, or too late: it waited too long.
      if (!mayLeave)
        return { ok: false, error: serviceError('cancelled'), meta: noAnswer(nowMs) }
      const answer = await createCall(target, token, payload, runtime.ports, signal)
      await change(id, (intent) => afterSend(intent, outcomeOf(answer)))
      return answer
    },
  })
  if (mayLeave === true) return { intent: await change(id, afterTry), result }
  if (mayLeave === false) return { intent: await change(id, (known) => known), result }
  // Undone by the user while it waited at the gate.
  const isTakenBack = !result.ok && result.error.kind === 'cancelled'
  const intent = await change(id, (known) => {
    if (known.end !== null) return known
    if (isTakenBack) return { ...known, isCancelled: true }
    // No token, so nothing left: a first try ends here, a later one is asked about.
    const failure = result.ok ? null : result.error.kind
    return known.unsettled === 0
      ? { ...known, end: 'refused', failure }
      : { ...known, failure, askedAtMs: runtime.ports.now() }
  })
  return { intent, result }
}

const askById = async (runtime: Runtime, ref: EndpointRef, intent: Intent): Promise<Intent> => {
  const { wanted, id } = intent
  const found = await loadSession(runtime, ref, wanted.id, 'refresh')
  if (found.ok) runtime.queryClient.setQueryData(detailKey(ref, wanted.id), found.data)
  const nowMs = runtime.ports.now()
  if (!found.ok && found.error.kind !== 'not-found')
    return change(id, (known) => ({
      ...known,
      askedAtMs: nowMs,
      failure: found.error.kind,
    }))
  const session = found.ok ? found.data.session : null
  return change(id, (known) =>
    afterGet(
      known,
      session && {
        isActive: !isTerminal(session.status),
        isSame: isSameSize(session.size, wanted.size),
      },
      nowMs,
    ),
  )
}

const askByList = async (
  runtime: Runtime,
  ref: EndpointRef,
  { id }: Intent,
): Promise<Intent> => {
  const list = await refreshList(runtime, ref)
  const nowMs = runtime.ports.now()
  return change(id, (known) =>
    list.ok
      ? afterList(known, list.data.sessions, nowMs)
      : { ...known, askedAtMs: nowMs, failure: list.error.kind },
  )
}

const stopOnce = async (
  runtime: Runtime,
  ref: EndpointRef,
  intent: Intent,
): Promise<Intent> => {
  const sessionId = intent.sessionIds[0] ?? intent.wanted.id
  const result = await callService(runtime, ref, {
    kind: 'stop',
    subject: sessionId,
    mergeKey: sessionId,
    payload: null,
    perform: (token, _payload, target, signal) =>
      stopCall(target, token, sessionId, runtime.ports, signal),
  })
  const isGone = result.ok || result.error.kind === 'not-found'
  return change(intent.id, (known) => afterStop(known, isGone, runtime.ports.now()))
}

/**
 * Carries one create to its end. Only one tab may do so at a time (see resumeIntents).
 * @returns how it ended, and the last answer to it
 */
export const runIntent = async (
  runtime: Runtime,
  ref: EndpointRef,
  id: string,
): Promise<{ intent: Intent; last: ServiceResult<CreatedSession> | null }> => {
  let last: ServiceResult<CreatedSession> | null = null
  let intent = await change(id, (known) => known)
  for (;;) {
    const step = nextStep(intent, runtime.ports.now())
    switch (step.kind) {
      case 'over':
        return { intent, last }
      case 'wait':
        // In short naps: it may be taken back meanwhile, here or in another tab.
        await sleep(runtime, Math.min(step.ms, NAP_MS))
        intent = await change(id, (known) => known)
        break
      case 'close':
        intent = await change(id, (known) => ({ ...known, end: known.end ?? step.end }))
        break
      case 'send': {
        // A list may have told meanwhile; then nothing has to be asked.
        const listed = listedSince(runtime, ref, intent)
        if (listed) {
          intent = await change(id, (known) => afterGet(known, listed, runtime.ports.now()))
          break
        }
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

/** What a list that came after the first try says of it; null: nothing. */
const listedSince = (
  runtime: Runtime,
  ref: EndpointRef,
  { wanted, firstSentAtMs, apiVersion }: Intent,
): { isActive: boolean; isSame: boolean } | null => {
  const list = runtime.queryClient.getQueryData<SessionList>(listKey(ref))
  if (!list || apiVersion === 'v1' || firstSentAtMs === null) return null
  const session = list.sessions.find(({ id }) => id === wanted.id)
  return session && list.receivedAtMs > firstSentAtMs && !isTerminal(session.status)
    ? { isActive: true, isSame: isSameSize(session.size, wanted.size) }
    : null
}

/** Not compared by the lease: it may have grown since. */
const isSameSize = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** Name of the lock that whoever sees to a create holds. */
export const intentLock = (id: string): string => `rrc-intent ${id}`

/**
 * Writes a create down, once. It has not left when this resolves.
 * @param id of the intent; one that is there already stays as it is
 */
export const writeIntent = async (
  runtime: Runtime,
  ref: EndpointRef,
  wanted: NewSession,
  id: string = crypto.randomUUID(),
): Promise<Intent> => {
  const intent = newIntent(
    {
      id,
      accountId: ref.account.id,
      endpoint: ref.endpoint,
      apiVersion: ref.account.apiVersion,
      wanted: { ...wanted, models: [...wanted.models] },
    },
    runtime.ports.now(),
  )
  return (await changeIntent(id, (known) => known ?? intent)) ?? intent
}

/** Takes a create back: closed first, so that no late try revives it, then stopped. */
export const cancelIntent = async (id: string): Promise<void> => {
  await changeIntent(
    id,
    (known) => known && (known.end === null ? { ...known, isCancelled: true } : known),
  )
}

/** Takes up the creates that a closed or crashed tab left behind. */
export const resumeIntents = async (
  runtime: Runtime,
  refs: readonly EndpointRef[],
): Promise<void> => {
  const open = [...useIntents.getState().rows.values()].filter(({ end }) => end === null)
  await Promise.all(
    open.map(({ id, accountId, endpoint, apiVersion }) => {
      const ref = refs.find(
        (known) =>
          known.account.id === accountId &&
          known.endpoint === endpoint &&
          known.account.apiVersion === apiVersion,
      )
      return ref
        ? runtime.exclusively(intentLock(id), async () => {
            await runIntent(runtime, ref, id)
          })
        : Promise.resolve()
    }),
  )
}
