import * as v from 'valibot'
import { CALL_KINDS } from '../gate/types.ts'
import { SERVICE_ERROR_KINDS, type ServiceError } from '../service/result.ts'
import type { SessionFault, UnreadableSession } from '../service/session.ts'
import { accountIdSchema } from '../accounts/accounts.ts'
import { type CallRecord, MAX_RECORDS } from '../calls/call-log.ts'
import type { Credential } from '../accounts/credentials.ts'
import { count, finite, type Schema } from '../util/parse-stored.ts'
import type { RawQuestion } from '../sessions/raw-records.ts'
import type { ObservedSession, SessionList } from '../sessions/session-list.ts'
import type { TokenState } from '../calls/tokens.ts'

/**
 * The messages of the tabs of one browser. Another tab may run another version of the console,
 * so each message is validated as a whole: a list without one of its sessions would hide it.
 */

const text = v.string()
const textOrNull = v.nullable(text)
const finiteOrNull = v.nullable(finite)

const fault: Schema<SessionFault> = v.object({
  code: text,
  message: text,
  target: textOrNull,
  details: v.array(v.lazy(() => fault)),
  innerError: v.nullable(v.lazy(() => fault)),
})

const session: Schema<ObservedSession> = v.object({
  id: text,
  status: text,
  size: text,
  createdAt: textOrNull,
  elapsedMs: finite,
  elapsedPrecisionMs: finite,
  leaseMs: finite,
  hostname: textOrNull,
  arrInspectorPort: finiteOrNull,
  handshakePort: finiteOrNull,
  teraflops: finiteOrNull,
  error: v.nullable(fault),
  message: textOrNull,
  ready: v.nullable(v.object({ earliestMs: finite, latestMs: finite })),
})

const unreadable: Schema<UnreadableSession> = v.object({
  index: finite,
  id: textOrNull,
  reason: text,
})

const list: Schema<SessionList> = v.object({
  sessions: v.array(session),
  unreadable: v.array(unreadable),
  isIncomplete: v.boolean(),
  clock: v.nullable(v.object({ offsetMs: finite, roundTripMs: finite, observedAtMs: finite })),
  receivedAtMs: finite,
  setBackMs: finite,
  msCv: textOrNull,
})

const token: Schema<TokenState> = v.object({
  accessToken: text,
  issuedAtMs: finiteOrNull,
  expiresAtMs: finiteOrNull,
  claims: v.record(text, v.unknown()),
  msCv: textOrNull,
  fetchedAtMs: finite,
  clockOffsetMs: finite,
})

const error: Schema<ServiceError> = v.object({
  kind: v.picklist(SERVICE_ERROR_KINDS),
  status: finiteOrNull,
  code: textOrNull,
  message: textOrNull,
  fault: v.nullable(fault),
  msCv: textOrNull,
  retryAfterMs: finiteOrNull,
  detail: textOrNull,
  hadNoEffect: v.boolean(),
})

const call: Schema<CallRecord> = v.object({
  id: text,
  kind: v.picklist(CALL_KINDS),
  subject: textOrNull,
  method: text,
  url: v.pipe(text, v.url()),
  body: v.exactOptional(v.unknown()),
  queuedAtMs: finite,
  sentAtMs: finite,
  receivedAtMs: finite,
  status: finiteOrNull,
  msCv: textOrNull,
  error: v.nullable(v.picklist(SERVICE_ERROR_KINDS)),
  code: textOrNull,
})

const credential: Schema<Credential> = v.union([
  v.object({ kind: v.literal('key'), accountKey: text }),
  v.object({ kind: v.literal('token'), accessToken: text }),
])

/** See listKey and tokenKey. */
const listKey = v.strictTuple([v.literal('sessions'), accountIdSchema, text, text, text])
const tokenKey = v.strictTuple([v.literal('token'), accountIdSchema])

const question: Schema<RawQuestion> = v.object({ listKey, receivedAtMs: finite, id: text })

/** A message of one tab to the others. */
export const tabMessage = v.union([
  v.object({ type: v.literal('hello') }),
  v.object({
    type: v.literal('data'),
    epoch: count,
    key: listKey,
    data: list,
    updatedAtMs: finite,
  }),
  v.object({
    type: v.literal('data'),
    epoch: count,
    key: tokenKey,
    data: token,
    updatedAtMs: finite,
  }),
  v.object({
    type: v.literal('failure'),
    epoch: count,
    key: v.union([listKey, tokenKey]),
    error,
    atMs: finite,
  }),
  v.object({
    type: v.literal('calls'),
    records: v.pipe(v.array(call), v.maxLength(MAX_RECORDS)),
  }),
  v.object({
    type: v.literal('credential'),
    accountId: accountIdSchema,
    credential: v.nullable(credential),
  }),
  v.object({ type: v.literal('raw-wanted'), question }),
  v.object({ type: v.literal('raw'), question, record: text }),
])

/** What can be sent. */
export type TabMessage = v.InferOutput<typeof tabMessage>
