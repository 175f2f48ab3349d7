import type { SimulatorAccount } from './account.ts'
import { issueToken } from './access-token.ts'
import { answerEmpty, answerToken } from './headers.ts'
import type { Answer, ReplyContext } from './reply.ts'

/**
 * The only version of the token service. The query may be missing
 * (docs/protocol.md#access-tokens).
 */
const API_VERSION = '2019-02-28-preview'

/** A call to the token service. */
export type TokenCall = {
  account: SimulatorAccount
  /** The account in the path. */
  accountId: string
  /** `api-version` of the query; null when missing. */
  apiVersion: string | null
  /** The credential of the Authorization header; null when there is none. */
  bearer: string | null
  context: ReplyContext
  /** Seed of the token's ID. */
  choice: string
}

/**
 * Exchanges an account key for an access token (docs/protocol.md#access-tokens). A wrong key, a
 * wrong ID, and a missing header look the same: 401 without text and without WWW-Authenticate.
 */
export function answerTokenCall(call: TokenCall): Answer {
  const { account, accountId, apiVersion, bearer, context, choice } = call
  if (apiVersion !== null && apiVersion !== API_VERSION) return answerEmpty(context, 400)
  const [id = '', ...key] = (bearer ?? '').split(':')
  const known = account.accountId.toLowerCase()
  const isRight =
    accountId.toLowerCase() === known &&
    id.toLowerCase() === known &&
    key.join(':') === account.accountKey
  if (!isRight) return answerEmpty(context, 401)
  const token = issueToken(account, context.serverMs, choice)
  return answerToken(context, JSON.stringify({ AccessToken: token }))
}
