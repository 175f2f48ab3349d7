import { formatDuration } from '../../i18n/format.ts'
import { type MessageId, t } from '../../i18n/t.ts'
import type { ServiceError } from '../../service/result.ts'

/** What the console was doing when an error occurred, which decides on the advice. */
export type ErrorContext = 'list' | 'token' | 'create' | 'extend' | 'stop' | 'detail' | 'other'

const general: Record<ServiceError['kind'], MessageId> = {
  'bad-request': 'error.badRequest',
  unauthorized: 'error.unauthorized',
  forbidden: 'error.forbidden',
  'not-found': 'error.notFound',
  conflict: 'error.conflict',
  unprocessable: 'error.unprocessable',
  throttled: 'error.throttled',
  server: 'error.server',
  gateway: 'error.gateway',
  network: 'error.network',
  timeout: 'error.timeout',
  cancelled: 'error.cancelled',
  unreadable: 'error.unreadable',
  internal: 'error.internal',
}

/** Advice that depends on the context. The context `other` has none of its own. */
const special: Partial<Record<`${ErrorContext} ${ServiceError['kind']}`, MessageId>> = {
  // Lists are polled, so the next one comes without the user.
  'list server': 'error.list.server',
  // A wrong key, ID or domain gives the same empty 401 (docs/protocol.md#access-tokens).
  'token unauthorized': 'error.token.unauthorized',
  'token network': 'error.token.network',
  'token gateway': 'error.token.gateway',
  'create conflict': 'error.create.conflict',
  'create timeout': 'error.create.timeout',
  'create network': 'error.create.network',
  'create server': 'error.create.server',
  'extend not-found': 'error.gone',
  'extend unprocessable': 'error.extend.unprocessable',
  'detail not-found': 'error.detail.notFound',
}

/** Failures that leave open whether a create started a session. */
const MAY_HAVE_STARTED: readonly ServiceError['kind'][] = ['timeout', 'network', 'server']

const gateway: Record<string, MessageId> = {
  'host-not-allowed': 'error.gateway.hostNotAllowed',
  'upstream-unreachable': 'error.gateway.unreachable',
  'upstream-timeout': 'error.gateway.timeout',
}

/** Returns what happened and what to do. */
export function errorHeadline(error: ServiceError, context: ErrorContext): string {
  if (error.kind === 'gateway' && error.code !== null && gateway[error.code]) {
    return t(gateway[error.code] ?? 'error.gateway')
  }
  if (error.kind === 'throttled' && error.retryAfterMs !== null) {
    return t('error.throttledFor', { delay: formatDuration(error.retryAfterMs) })
  }
  if (context === 'create' && error.code === 'candidates')
    return t('error.create.candidates', { candidates: error.detail ?? '' })
  if (context === 'create' && error.hadNoEffect && MAY_HAVE_STARTED.includes(error.kind))
    return t('error.create.notCreated')
  return t(special[`${context} ${error.kind}`] ?? general[error.kind])
}
