import type { GateCall } from '../gate/types.ts'
import type { ServiceTarget } from '../service/ports.ts'
import type { ServiceResult } from '../service/result.ts'
import type { EndpointRef } from '../stores/accounts.ts'
import type { Runtime } from './runtime.ts'
import { getToken } from './tokens.ts'

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
export const targetOf = ({ account, endpoint }: EndpointRef): ServiceTarget => ({
  endpoint,
  accountId: account.accountId,
  apiVersion: account.apiVersion,
})

// Merged callers share one result object; a 401 must be answered once for all of them.
const retries = new WeakMap<object, Promise<ServiceResult<unknown>>>()
const sentPayloads = new WeakMap<object, unknown>()

/**
 * Every session call of the console: token first, then the gate of the endpoint, and after a
 * 401 once more with a renewed token. Never rejects.
 */
export const callService = async <P, T>(
  runtime: Runtime,
  ref: EndpointRef,
  call: SessionCall<P, T>,
): Promise<ServiceResult<T>> => {
  // Before the gate, so that a slow token service does not eat into the spacing of the call.
  const token = await getToken(runtime, ref.account)
  if (!token.ok) return token

  const attempt = (accessToken: string, mergeKey: string | null, payload: P) =>
    runtime.gates.of(ref).run<P, T>({
      ...call,
      mergeKey,
      payload,
      perform: async (sent, signal) => {
        const result = await call.perform(accessToken, sent, targetOf(ref), signal)
        sentPayloads.set(result, sent)
        return result
      },
    })

  const first = await attempt(token.data.accessToken, call.mergeKey, call.payload)
  const mayRenew = ref.account.credentialKind === 'key'
  if (first.ok || first.error.kind !== 'unauthorized' || !mayRenew) return first

  const retry =
    retries.get(first) ??
    (async () => {
      const renewed = await getToken(runtime, ref.account, {
        insteadOf: token.data.accessToken,
      })
      return renewed.ok
        ? attempt(
            renewed.data.accessToken,
            null,
            (sentPayloads.get(first) as P) ?? call.payload,
          )
        : renewed
    })()
  retries.set(first, retry)
  // The retry of this very call: merged callers asked for the same T.
  return retry as Promise<ServiceResult<T>>
}
