import type { SimulatorAccount } from './account.ts'
import { bearerOf, readToken } from './access-token.ts'
import { refusesEarly } from './faults.ts'
import { answer2021, answerEmpty, answerV1, API_VERSIONS_2021 } from './headers.ts'
import type { SimulatorOptions } from './options.ts'
import type { Answer, ReplyContext } from './reply.ts'
import type { SessionRoute } from './route.ts'
import { errorIn2021 } from './wire-2021.ts'
import { errorInV1 } from './wire-v1.ts'

/** An error in the format of the called API. */
export function refuse(
  { api }: SessionRoute,
  context: ReplyContext,
  status: number,
  code: string,
  message: string,
): Answer {
  return api === 'v1'
    ? answerV1(context, status, errorInV1(message))
    : answer2021(context, 'write', status, errorIn2021(code, message))
}

/**
 * Checks the version in the query, which is mandatory in 2021-01-01
 * (docs/protocol.md#api-2021-01-01). A missing or unknown one gets 400, with the texts of the
 * versioning library whose header the service sent. v1 has its version in the path.
 * @returns null when the version is valid
 */
export function checkVersion(
  route: SessionRoute,
  url: URL,
  context: ReplyContext,
): Answer | null {
  if (route.api === 'v1') return null
  const version = url.searchParams.get('api-version') ?? ''
  if (API_VERSIONS_2021.some((known) => known === version)) return null
  return version === ''
    ? refuse(
        route,
        context,
        400,
        'ApiVersionUnspecified',
        'An API version is required, but was not specified.',
      )
    : refuse(
        route,
        context,
        400,
        'UnsupportedApiVersion',
        `The HTTP resource does not support the API version '${version}'.`,
      )
}

/**
 * Checks the caller: 401 for a missing, foreign, or expired token, 403 for a path with another
 * account than the token's (docs/protocol.md#error-answers).
 * @returns null when the caller is authorized
 */
export function checkCaller(
  account: SimulatorAccount,
  options: SimulatorOptions,
  { accountId }: SessionRoute,
  authorization: string | null,
  context: ReplyContext,
): Answer | null {
  const token = readToken(bearerOf(authorization) ?? '', account)
  const { serverMs } = context
  const isGood =
    token !== null &&
    serverMs < token.expiresAtMs &&
    !refusesEarly(options, token.issuedAtMs, serverMs)
  if (!isGood)
    return answerEmpty(context, 401, { 'www-authenticate': 'Bearer error="invalid_token"' })
  const isOwn = token.accountId.toLowerCase() === accountId.toLowerCase()
  return isOwn ? null : answerEmpty(context, 403)
}
