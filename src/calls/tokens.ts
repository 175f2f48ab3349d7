import { CancelledError, queryOptions } from '@tanstack/react-query'
import {
  internalError,
  localFailure,
  noAnswer,
  type ResponseMeta,
  type ServiceResult,
} from '../service/result.ts'
import { fetchToken } from '../service/sts.ts'
import { readToken } from '../service/token.ts'
import type { Account } from '../accounts/accounts.ts'
import { credentialsStore } from '../accounts/credentials.ts'
import { ServiceFailure } from '../runtime/failure.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { gatesOf } from './gates.ts'

/** An access token and what is known of it. In memory only. */
export type TokenState = {
  accessToken: string
  /** Server time, epoch ms; null when the token doesn't state it. */
  issuedAtMs: number | null
  expiresAtMs: number | null
  claims: Record<string, unknown>
  /** MS-CV of the answer that contained it. */
  msCv: string | null
  /** Local clock when it arrived, epoch ms. */
  fetchedAtMs: number
  /** Server minus local clock when it arrived, ms. */
  clockOffsetMs: number
}

/** Share of a token's life after which it is renewed. */
const RENEW_AT = 0.8

/**
 * Assumed lifetime of a token that doesn't state its end: the documented 24 h
 * (docs/protocol.md#access-tokens).
 */
const DEFAULT_LIFE_MS = 24 * 3_600_000

/** The key names the account, never the secret, because keys are visible in tools and logs. */
export function tokenKey(account: Account) {
  return ['token', account.id] as const
}

/** How long a token stays fresh after it arrived, ms of the local clock. */
export function freshForMs(token: TokenState, speed: number): number {
  const lifeMs =
    token.expiresAtMs === null
      ? DEFAULT_LIFE_MS
      : token.expiresAtMs - (token.issuedAtMs ?? token.fetchedAtMs + token.clockOffsetMs)
  return Math.max(0, (lifeMs * RENEW_AT) / speed)
}

/**
 * The token of an account. All callers share one request, and the token is renewed after 80 %
 * of its lifetime.
 */
export function tokenQuery(runtime: Runtime, account: Account) {
  return queryOptions({
    queryKey: tokenKey(account),
    queryFn: async ({ signal }) => {
      const result = await requestToken(runtime, account, signal)
      if (result.ok) return result.data
      throw new ServiceFailure(result.error)
    },
    // Renewed by getToken, never by a component that only shows it.
    staleTime: Infinity,
  })
}

/**
 * Returns the account's token, from the cache while it is fresh.
 * @param insteadOf a token that can't be used (refused with 401, or renewed by the user). A new
 *   one is requested unless somebody else renewed it meanwhile
 * @param triesLeft after a request that was abandoned because the key was changed
 */
export async function getToken(
  runtime: Runtime,
  account: Account,
  { insteadOf = null, triesLeft = 2 }: { insteadOf?: string | null; triesLeft?: number } = {},
): Promise<ServiceResult<TokenState>> {
  const nowMs = runtime.ports.now()
  const cached = () => runtime.queryClient.getQueryData<TokenState>(tokenKey(account))
  const found = (data: TokenState): ServiceResult<TokenState> => ({
    ok: true,
    data,
    meta: { ...noAnswer(nowMs), status: 200, msCv: data.msCv },
  })
  const refused = insteadOf !== null && cached()?.accessToken === insteadOf ? cached() : null
  const afterAbandoned = () => {
    // Abandoned because another tab sent one (see broadcast.ts), or because the account was
    // removed.
    const told = cached()
    if (told && told.accessToken !== insteadOf) return found(told)
    // Or another key was entered. That must not cancel the call that waits for the token.
    return triesLeft > 0
      ? getToken(runtime, account, { insteadOf, triesLeft: triesLeft - 1 })
      : localFailure('unauthorized', 'the token request was abandoned', nowMs)
  }
  try {
    const token = await runtime.queryClient.fetchQuery({
      ...tokenQuery(runtime, account),
      staleTime: ({ state }) =>
        refused || !state.data ? 0 : freshForMs(state.data, account.simulatedSpeed ?? 1),
    })
    // It is the same object as before: the page that showed it was closed, which ended the
    // request.
    return token === refused ? await afterAbandoned() : found(token)
  } catch (thrown) {
    if (thrown instanceof ServiceFailure) {
      const { status, msCv } = thrown.error
      return { ok: false, error: thrown.error, meta: { ...noAnswer(nowMs), status, msCv } }
    }
    if (!(thrown instanceof CancelledError))
      return { ok: false, error: internalError(thrown), meta: noAnswer(nowMs) }
    return afterAbandoned()
  }
}

/** Drops the token of an account, after its credential changed or it was removed. */
export function dropToken(runtime: Runtime, account: Account): void {
  runtime.queryClient.removeQueries({ queryKey: tokenKey(account) })
}

async function requestToken(
  runtime: Runtime,
  account: Account,
  signal?: AbortSignal,
): Promise<ServiceResult<TokenState>> {
  const credential = credentialsStore(runtime).getState().byAccount[account.id]
  const nowMs = runtime.ports.now()
  if (!credential) return localFailure('unauthorized', 'no credential in memory', nowMs)
  if (credential.kind === 'token') {
    const meta = noAnswer(nowMs)
    const state = tokenState(runtime, credential.accessToken, meta)
    return state.expiresAtMs !== null && state.expiresAtMs <= nowMs
      ? localFailure('unauthorized', 'the pasted token has expired', nowMs)
      : { ok: true, data: state, meta }
  }
  const { accountKey } = credential
  const result = await gatesOf(runtime)
    .ofToken(account)
    .run({
      kind: 'token',
      subject: null,
      mergeKey: 'token',
      payload: null,
      perform: (_payload, callSignal) =>
        fetchToken(
          { stsOrigin: account.stsOrigin, accountId: account.accountId, accountKey },
          runtime.ports,
          callSignal,
        ),
      signal,
    })
  return result.ok
    ? { ...result, data: tokenState(runtime, result.data.accessToken, result.meta) }
    : result
}

function tokenState({ ports }: Runtime, accessToken: string, meta: ResponseMeta): TokenState {
  const read = readToken(accessToken, ports.secrets())
  return {
    accessToken,
    issuedAtMs: read?.issuedAtMs ?? null,
    expiresAtMs: read?.expiresAtMs ?? null,
    claims: read?.claims ?? {},
    msCv: meta.msCv,
    fetchedAtMs: meta.receivedAtMs,
    clockOffsetMs: meta.serverDateMs === null ? 0 : meta.serverDateMs - meta.receivedAtMs,
  }
}
