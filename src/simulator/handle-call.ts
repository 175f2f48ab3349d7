import type { SimulatorAccount } from './account.ts'
import { bearerOf } from './access-token.ts'
import { toBase64 } from './base64.ts'
import type { SessionCall } from './call.ts'
import { checkCaller, checkVersion, refuse } from './checks.ts'
import {
  endpointDown,
  flakyStatus,
  resetMoment,
  serverClock,
  stallMs,
  withholdsAnswer,
} from './faults.ts'
import { answerEmpty, answerHtml } from './headers.ts'
import { takeIdFor } from './id-conflict.ts'
import { bytes } from './random.ts'
import {
  passBucket,
  type RateLimit,
  retryHeaders,
  sessionLimit,
  tokenLimit,
} from './rate-limit.ts'
import type { Answer, Reply, ReplyContext } from './reply.ts'
import type { Route, SessionRoute } from './route.ts'
import { countCall, countThrottled } from './stats.ts'
import { answerTokenCall } from './sts.ts'
import { answerInV1 } from './v1.ts'
import { answerIn2021 } from './v2021.ts'
import type { Snapshot } from './snapshot.ts'

/** A call as it arrived, with its body read. */
export type IncomingCall = {
  route: Exclude<Route, { kind: 'stats' }>
  method: string
  url: URL
  authorization: string | null
  body: string
  /** The host that is called. The token service has no host of its own here. */
  endpoint: string
  realMs: number
}

/** The service that is called. */
export type Service = {
  account: SimulatorAccount
  snapshot: Snapshot
  endpoints: readonly string[]
}

/** The name of the token service among the endpoints of the counts. */
const TOKEN_ENDPOINT = 'sts'

const PROXY_PAGE =
  '<!doctype html><title>Sign in</title><p>Sign in to use the network of this building.</p>'

/**
 * Handles one call: counts it, checks version, caller, limit, and fault in this order, then
 * carries it out. Changes the state in place.
 */
export function handleCall(service: Service, call: IncomingCall): Reply {
  const { state, nowMs } = service.snapshot
  const { route, realMs } = call
  state.calls += 1
  state.lastCallMs = realMs
  const { seed, scenario } = state.options
  const context: ReplyContext = {
    serverMs: serverClock(nowMs, scenario),
    correlationVector: toBase64(bytes(`trace ${seed} ${state.calls}`, 16)).slice(0, 22),
  }
  switch (route.kind) {
    case 'not-found':
      return answerEmpty(context, 404)
    case 'wrong-method':
      return answerEmpty(context, 405, { allow: route.allow })
    case 'session':
      return answerSession(service, call, route, context)
    case 'token':
      return answerToken(service, call, route.accountId, context)
  }
}

function answerSession(
  service: Service,
  call: IncomingCall,
  route: SessionRoute,
  context: ReplyContext,
): Reply {
  const { account, snapshot } = service
  const { options, stats } = snapshot.state
  const { url, body, endpoint, method, realMs } = call
  countCall(stats, endpoint, route.operation, realMs)
  const refusal =
    checkVersion(route, url, context) ??
    checkCaller(account, options, route, call.authorization, context) ??
    throttle(snapshot, endpoint, sessionLimit(options), context, realMs) ??
    fault(service, route, endpoint, context)
  if (refusal) return refusal
  const carried: SessionCall = { route, url, body, endpoint, snapshot, context }
  if (options.scenario === 'id-conflict') takeIdFor(carried)
  const answer = route.api === 'v1' ? answerInV1(carried) : answerIn2021(carried)
  if (resetMoment(snapshot.state) === 'after') return 'reset'
  const isLost =
    isChange(route) && withholdsAnswer(snapshot.state, `${method} ${url.href} ${body}`)
  if (isLost) return 'no-answer'
  const delayMs = stallMs(snapshot.state)
  return delayMs > 0 ? { ...answer, delayMs } : answer
}

/** Passes the call through its bucket. Returns an answer when the limit is exceeded. */
function throttle(
  { state }: Snapshot,
  endpoint: string,
  limit: RateLimit | null,
  context: ReplyContext,
  realMs: number,
): Answer | null {
  if (!limit) return null
  // There is only one account, so the endpoint identifies the bucket.
  const { waitMs, fullAtMs } = passBucket(state.buckets[endpoint], limit, realMs)
  state.buckets[endpoint] = fullAtMs
  if (waitMs === 0) return null
  countThrottled(state.stats, endpoint)
  return answerEmpty(context, 429, retryHeaders(limit, waitMs, state.calls))
}

/** Returns what a scenario does instead of the call; null when the call is carried out. */
function fault(
  { snapshot, endpoints }: Service,
  route: SessionRoute,
  endpoint: string,
  context: ReplyContext,
): Reply | null {
  const { state } = snapshot
  const { scenario } = state.options
  const serverError = (): Answer =>
    refuse(route, context, 500, 'InternalServerError', 'An internal server error occurred.')
  if (endpointDown(endpoints, scenario) === endpoint)
    // An outage can show as a create that is never answered (docs/protocol.md#no-capacity).
    return route.operation === 'create' ? 'no-answer' : serverError()
  if (resetMoment(state) === 'before') return 'reset'
  const status = flakyStatus(state)
  if (status !== null) return status === 500 ? serverError() : answerEmpty(context, status)
  if (scenario === 'html-answer') return answerHtml(context, PROXY_PAGE)
  if (scenario === 'forbidden')
    // A 403 can come with a body, though none is declared (docs/protocol.md#error-answers).
    return isChange(route)
      ? refuse(route, context, 403, 'Forbidden', 'The account may not manage sessions.')
      : answerEmpty(context, 403)
  return null
}

function isChange({ operation }: SessionRoute): boolean {
  return operation !== 'get' && operation !== 'list'
}

function answerToken(
  { account, snapshot }: Service,
  { url, authorization, realMs }: IncomingCall,
  accountId: string,
  context: ReplyContext,
): Answer {
  const { state } = snapshot
  countCall(state.stats, TOKEN_ENDPOINT, 'token', realMs)
  const limit = tokenLimit(state.options)
  const refusal = throttle(snapshot, TOKEN_ENDPOINT, limit, context, realMs)
  if (refusal) return refusal
  const status = flakyStatus(state)
  if (status !== null) return answerEmpty(context, status)
  return answerTokenCall({
    account,
    accountId,
    apiVersion: url.searchParams.get('api-version'),
    bearer: bearerOf(authorization),
    context,
    choice: `${state.options.seed} ${state.calls}`,
  })
}
