import type { Account } from '../accounts/accounts.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { refreshList } from './load-sessions.ts'
import { dropToken, getToken } from '../calls/tokens.ts'

/**
 * Tries an account with a new credential or new settings: fetches a token and the lists at once,
 * because polls wait for two minutes after a refusal.
 */
export async function tryAccount(runtime: Runtime, account: Account): Promise<void> {
  dropToken(runtime, account)
  const token = await getToken(runtime, account)
  if (!token.ok) return
  await Promise.all(
    account.endpoints.map((endpoint) => refreshList(runtime, { account, endpoint })),
  )
}
