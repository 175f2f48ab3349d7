import type { CallKind, EnteredCall, GateCall } from '../gate/types.ts'
import type { ServiceTarget } from '../service/ports.ts'
import { localFailure, type ServiceResult } from '../service/result.ts'
import type { EndpointRef } from '../accounts/accounts.ts'
import { credentialsStore, noteAcceptance, noteRefusal } from '../accounts/credentials.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { getToken } from './tokens.ts'
import { gatesOf, isAction } from './gates.ts'

/** A session call before it has a token. */
export type SessionCall<P, T> = Omit<GateCall<P, T>, 'perform'> & {
  perform: (
    accessToken: string,
    payload: P,
    target: ServiceTarget,
    signal: AbortSignal,
  ) => Promise<ServiceResult<T>>
}

/** The service target of an endpoint. */
export function targetOf({ account, endpoint }: EndpointRef): ServiceTarget {
  return {
    endpoint,
    accountId: account.accountId,
    apiVersion: account.apiVersion,
  }
}

/** One attempt to send a call, and what came before it. */
type Attempt = {
  /** The refused token that is replaced by a new one; null: none was refused. */
  insteadOf: string | null
  /** How often the call was refused with 429. */
  throttles: number
  /** When the call was sent first, on the monotonic clock, ms; null until then. */
  firstSentMs: number | null
}

const FIRST_ATTEMPT: Attempt = { insteadOf: null, throttles: 0, firstSentMs: null }

/** What was sent, by its result. */
type Sent = { payload: unknown; accessToken: string; attempt: Attempt; firstSentMs: number }
const sent = new WeakMap<object, Sent>()

// Merged callers share one result object, so a refusal is handled once for all of them.
const retries = new WeakMap<object, Promise<ServiceResult<unknown>>>()

/** Includes the first time. */
const MAX_THROTTLED_SENDS = 3
/** An action isn't sent later than this after its first time, because it would surprise. */
const RESEND_WITHIN_MS = 2 * 60_000

/**
 * Sends every session call of the console. It enters the gate of the endpoint, waits there for
 * its token and its turn, and is sent once more with a new token after a 401. What a user asked
 * for is sent again after a 429, once the gate opens: the service didn't act
 * (docs/protocol.md#rate-limit). The result never rejects.
 */
export function enterCall<P, T>(
  runtime: Runtime,
  ref: EndpointRef,
  call: SessionCall<P, T>,
): EnteredCall<P, T> {
  const enter = (
    given: Pick<SessionCall<P, T>, 'mergeKey' | 'payload' | 'holdMs' | 'recheck'>,
    attempt: Attempt,
  ) => {
    let accessToken = ''
    return gatesOf(runtime)
      .of(ref)
      .enter<P, T>({
        ...call,
        ...given,
        // Before its turn, so that a slow token service doesn't use up the spacing of the call.
        prepare: async (signal) => {
          const held = await call.prepare?.(signal)
          if (held) return held
          const token = await getToken(runtime, ref.account, { insteadOf: attempt.insteadOf })
          if (!token.ok) return token
          ;({ accessToken } = token.data)
          return null
        },
        perform: async (payload, signal, onSent) => {
          const firstSentMs = attempt.firstSentMs ?? runtime.monotonicNow()
          const result = await call.perform(
            accessToken,
            payload,
            { ...targetOf(ref), onSent },
            signal,
          )
          sent.set(result, { payload, accessToken, attempt, firstSentMs })
          return result
        },
      })
  }

  const { id } = ref.account
  const credential = credentialsStore(runtime).getState().byAccount[id]
  const settled = async (result: ServiceResult<T>): Promise<ServiceResult<T>> => {
    const what = sent.get(result)
    const attempt = what && nextAttempt(runtime, ref, call.kind, result, what)
    if (!attempt) {
      if (result.ok) noteAcceptance(runtime, id, credential)
      else if (result.error.kind === 'unauthorized') noteRefusal(runtime, id, credential)
      return result
    }
    const known = retries.get(result)
    // Merged callers asked for the same T, so this retry is of that type.
    if (known) return known as Promise<ServiceResult<T>>
    // Clicks since then wait for its outcome, so none of them may join it.
    const again = {
      mergeKey: null,
      payload: what.payload as P,
      holdMs: 0,
      // Another 429, other tabs, or a frozen tab can delay its turn beyond what was expected.
      recheck: () =>
        attempt.throttles > 0 && isTooLate(runtime, what.firstSentMs, 0)
          ? localFailure('throttled', null, runtime.ports.now())
          : null,
    }
    const retry = enter(again, attempt).result.then(settled)
    retries.set(result, retry)
    return retry
  }

  const entered = enter(call, FIRST_ATTEMPT)
  return { ...entered, result: entered.result.then(settled) }
}

/** Returns how a call is sent again after its result; null when it isn't. */
function nextAttempt(
  runtime: Runtime,
  ref: EndpointRef,
  kind: CallKind,
  result: ServiceResult<unknown>,
  { attempt, accessToken, firstSentMs }: Sent,
): Attempt | null {
  if (result.ok) return null
  if (result.error.kind === 'unauthorized') {
    const mayFetchNewToken = ref.account.credentialKind === 'key' && attempt.insteadOf === null
    return mayFetchNewToken ? { ...attempt, firstSentMs, insteadOf: accessToken } : null
  }
  if (result.error.kind !== 'throttled' || !isAction(kind)) return null
  const throttles = attempt.throttles + 1
  const waitMs = gatesOf(runtime).of(ref).getView().nextCallAtMs - runtime.ports.now()
  return throttles < MAX_THROTTLED_SENDS && !isTooLate(runtime, firstSentMs, waitMs)
    ? { ...attempt, firstSentMs, throttles }
    : null
}

/** Whether an action would be sent too late after its first time. @param waitMs from now on */
function isTooLate(runtime: Runtime, firstSentMs: number, waitMs: number): boolean {
  return runtime.monotonicNow() - firstSentMs + waitMs > RESEND_WITHIN_MS
}

/** Like {@link enterCall}, for callers that need only the result. */
export function callService<P, T>(
  runtime: Runtime,
  ref: EndpointRef,
  call: SessionCall<P, T>,
): Promise<ServiceResult<T>> {
  return enterCall(runtime, ref, call).result
}
