import { useQuery } from '@tanstack/react-query'
import type { ServiceError } from '../service/result.ts'
import type { Account } from '../accounts/accounts.ts'
import { credentialsStore } from '../accounts/credentials.ts'
import { serviceErrorOf } from '../runtime/failure.ts'
import { useRuntime } from '../runtime/runtime-context.ts'
import { tokenQuery, type TokenState } from './tokens.ts'
import { useRuntimeStore } from '../runtime/use-runtime-store.ts'

/** What is known about an account's token. */
export type TokenView =
  | { status: 'locked' }
  | { status: 'none' }
  | { status: 'fetching' }
  | { status: 'failed'; error: ServiceError }
  | {
      status: 'valid' | 'expired'
      token: TokenState
      leftMs: number | null
      lifeShare: number | null
    }

/**
 * The account's token as cached. Makes no request.
 * @param nowMs local clock, epoch ms
 */
export function useTokenView(account: Account, nowMs: number): TokenView {
  const runtime = useRuntime()
  const isUnlocked = useRuntimeStore(
    credentialsStore,
    ({ byAccount }) => byAccount[account.id] !== undefined,
  )
  const { data, error, isFetching } = useQuery({
    ...tokenQuery(runtime, account),
    enabled: false,
  })
  if (!isUnlocked) return { status: 'locked' }
  const failure = serviceErrorOf(error)
  if (isFetching && !data) return { status: 'fetching' }
  if (failure) return { status: 'failed', error: failure }
  if (!data) return { status: 'none' }
  const speed = account.simulatedSpeed ?? 1
  const serverNowMs =
    nowMs + data.clockOffsetMs + Math.max(0, nowMs - data.fetchedAtMs) * (speed - 1)
  const leftMs = data.expiresAtMs === null ? null : data.expiresAtMs - serverNowMs
  const lifeMs =
    data.expiresAtMs === null || data.issuedAtMs === null
      ? null
      : data.expiresAtMs - data.issuedAtMs
  return {
    status: leftMs !== null && leftMs <= 0 ? 'expired' : 'valid',
    token: data,
    leftMs,
    lifeShare: leftMs === null || lifeMs === null ? null : Math.max(0, leftMs / lifeMs),
  }
}
