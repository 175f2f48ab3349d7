import type { CallKind } from '../../gate/types.ts'
import type { MessageId } from '../../i18n/t.ts'

/** The name of each kind of call on screen. */
export const callNames: Record<CallKind, MessageId> = {
  stop: 'call.stop',
  extend: 'call.extend',
  create: 'call.create',
  refresh: 'call.refresh',
  poll: 'call.poll',
  detail: 'call.detail',
  token: 'call.token',
}
