import type { ServiceError } from '../service/result.ts'
import type { Account } from '../accounts/accounts.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { refreshList } from './load-sessions.ts'
import { getToken, tokenKey, type TokenState } from '../calls/tokens.ts'

/** One step of a connection test. */
export type ConnectionStep = {
  /** The endpoint to list; null for the token step. */
  endpoint: string | null
  state: 'waiting' | 'running' | 'passed' | 'failed' | 'skipped'
  error: ServiceError | null
}

/**
 * Fetches a new token, then lists every endpoint. Without a token the lists are skipped. Each
 * call goes through its gate like any other.
 * @param report called with all steps after each change
 */
export async function testConnection(
  runtime: Runtime,
  account: Account,
  report: (steps: readonly ConnectionStep[]) => void,
): Promise<void> {
  let steps: readonly ConnectionStep[] = [null, ...account.endpoints].map((endpoint) => ({
    endpoint,
    state: 'waiting',
    error: null,
  }))
  const set = (endpoint: string | null, change: Partial<ConnectionStep>) => {
    steps = steps.map((step) => (step.endpoint === endpoint ? { ...step, ...change } : step))
    report(steps)
  }
  const outcome = (result: { ok: true } | { ok: false; error: ServiceError }) =>
    result.ok
      ? { state: 'passed' as const, error: null }
      : { state: 'failed' as const, error: result.error }

  set(null, { state: 'running' })
  const known = runtime.queryClient.getQueryData<TokenState>(tokenKey(account))
  const token = await getToken(runtime, account, { insteadOf: known?.accessToken ?? null })
  set(null, outcome(token))
  if (!token.ok) {
    for (const endpoint of account.endpoints) set(endpoint, { state: 'skipped' })
    return
  }
  // Each endpoint has its own gate, so they don't wait for each other.
  await Promise.all(
    account.endpoints.map(async (endpoint) => {
      set(endpoint, { state: 'running' })
      set(endpoint, outcome(await refreshList(runtime, { account, endpoint })))
    }),
  )
}
