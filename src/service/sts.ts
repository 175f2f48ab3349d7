import * as v from 'valibot'
import { describeBody, parseJson, send, unreadable } from './http.ts'
import type { ServicePorts } from './ports.ts'
import type { ServiceResult } from './result.ts'
import { redactor } from './secrets.ts'

const tokenBody = v.object({ AccessToken: v.pipe(v.string(), v.nonEmpty()) })

/**
 * Exchanges an account key for an access token (docs/protocol.md#access-tokens). A wrong key,
 * ID, or domain gets the same empty 401.
 */
export async function fetchToken(
  account: { stsOrigin: string; accountId: string; accountKey: string },
  ports: ServicePorts,
  signal?: AbortSignal,
): Promise<ServiceResult<{ accessToken: string }>> {
  const result = await send(
    {
      method: 'GET',
      url: `${account.stsOrigin}/Accounts/${encodeURIComponent(account.accountId)}/token?api-version=2019-02-28-preview`,
      bearer: `${account.accountId}:${account.accountKey}`,
      headers: { 'x-mrc-cv': ports.newCorrelationVector() },
      bringsSecret: true,
    },
    ports,
    signal,
  )
  if (!result.ok) return result
  const parsed = v.safeParse(tokenBody, parseJson(result.data.text))
  if (parsed.success) {
    const accessToken = parsed.output.AccessToken
    // The token is known only now, and the header could contain it too.
    const { msCv } = result.meta
    const clean = msCv === null ? null : redactor([accessToken])(msCv)
    return { ok: true, data: { accessToken }, meta: { ...result.meta, msCv: clean } }
  }
  // The body may contain a token in an unknown form, so it is described without its content.
  const { contentType, text } = result.data
  return unreadable(
    contentType?.includes('json')
      ? 'the answer has no AccessToken'
      : describeBody(text.trim() === '' ? '' : '…', contentType),
    result.meta,
  )
}
