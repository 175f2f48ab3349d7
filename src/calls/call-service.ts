import type { EnteredCall, GateCall } from '../gate/types.ts'
import type { ServiceTarget } from '../service/ports.ts'
import type { ServiceResult } from '../service/result.ts'
import type { EndpointRef } from '../accounts/accounts.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { getToken } from './tokens.ts'
import { gatesOf } from './gates.ts'

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

// Merged callers share one result object, so a 401 is handled once for all of them.
const retries = new WeakMap<object, Promise<ServiceResult<unknown>>>()

/** The payload and token of each result. */
const sent = new WeakMap<object, { payload: unknown; accessToken: string }>()

/**
 * Sends every session call of the console. It enters the gate of the endpoint, waits there for
 * its token and its turn, and is sent once more with a new token after a 401. The result never
 * rejects.
 */
export function enterCall<P, T>(
  runtime: Runtime,
  ref: EndpointRef,
  call: SessionCall<P, T>,
): EnteredCall<P, T> {
  const attempt = (
    given: Pick<SessionCall<P, T>, 'mergeKey' | 'payload'>,
    insteadOf: string | null,
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
          const token = await getToken(runtime, ref.account, { insteadOf })
          if (!token.ok) return token
          ;({ accessToken } = token.data)
          return null
        },
        perform: async (payload, signal) => {
          const result = await call.perform(accessToken, payload, targetOf(ref), signal)
          sent.set(result, { payload, accessToken })
          return result
        },
      })
  }

  const afterRefusal = async (first: ServiceResult<T>): Promise<ServiceResult<T>> => {
    const what = sent.get(first)
    const mayFetchNewToken = ref.account.credentialKind === 'key'
    if (first.ok || first.error.kind !== 'unauthorized' || !mayFetchNewToken || !what)
      return first
    const retry =
      retries.get(first) ??
      attempt({ mergeKey: null, payload: what.payload as P }, what.accessToken).result
    retries.set(first, retry)
    // Merged callers asked for the same T, so this retry is of that type.
    return retry as Promise<ServiceResult<T>>
  }

  const entered = attempt(call, null)
  return { ...entered, result: entered.result.then(afterRefusal) }
}

/** Like {@link enterCall}, for callers that need only the result. */
export function callService<P, T>(
  runtime: Runtime,
  ref: EndpointRef,
  call: SessionCall<P, T>,
): Promise<ServiceResult<T>> {
  return enterCall(runtime, ref, call).result
}
