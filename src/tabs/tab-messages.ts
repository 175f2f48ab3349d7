import * as v from 'valibot'
import { CALL_KINDS } from '../gate/types.ts'
import { SERVICE_ERROR_KINDS, type ServiceError } from '../service/result.ts'
import { faultSchema } from '../service/fault-schema.ts'
import { accountIdSchema } from '../accounts/accounts.ts'
import { type CallRecord, MAX_RECORDS } from '../calls/call-log.ts'
import type { Credential } from '../accounts/credentials.ts'
import { count, finite, type Schema } from '../util/parse-stored.ts'
import type { SharedQuery, Talk } from './talk.ts'
import type { TokenState } from '../calls/tokens.ts'

/**
 * The messages of the tabs of one browser. Another tab may run another version of the console,
 * so each message is validated as a whole: a list without one of its sessions would hide it.
 */

const text = v.string()
const textOrNull = v.nullable(text)
const finiteOrNull = v.nullable(finite)

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
  fault: v.nullable(faultSchema),
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

const isRefused = v.exactOptional(v.literal(true))

const credential: Schema<Credential> = v.union([
  v.object({ kind: v.literal('key'), accountKey: text, isRefused }),
  v.object({ kind: v.literal('token'), accessToken: text, isRefused }),
])

/** Tokens: one tab fetches them for all. */
export const tokenQueries: SharedQuery = {
  name: 'token',
  key: v.strictTuple([v.literal('token'), accountIdSchema]),
  data: token,
  toTold: (_runtime, data) => data,
  toKnown: (_runtime, _before, told) => told,
}

const common = [
  v.object({ type: v.literal('hello') }),
  v.object({
    type: v.literal('calls'),
    records: v.pipe(v.array(call), v.maxLength(MAX_RECORDS), v.readonly()),
  }),
  v.object({
    type: v.literal('credential'),
    accountId: accountIdSchema,
    credential: v.nullable(credential),
  }),
] as const

function messageOfQuery({ key, data }: SharedQuery) {
  return v.union([
    v.object({ type: v.literal('data'), epoch: count, key, data, updatedAtMs: finite }),
    v.object({ type: v.literal('failure'), epoch: count, key, error, atMs: finite }),
  ])
}

/** A message of the talk itself; topics have messages of their own. */
export type TabMessage =
  | v.InferOutput<(typeof common)[number]>
  | v.InferOutput<ReturnType<typeof messageOfQuery>>

/** Reads a message of one tab to the others. */
export function tabMessageSchema({
  queries,
  topics,
}: Talk): Schema<{ own: TabMessage } | { topic: number; message: unknown }> {
  return v.union([
    v.pipe(
      v.union([...common, ...[tokenQueries, ...queries].map(messageOfQuery)]),
      v.transform((own) => ({ own })),
    ),
    ...topics.map(({ message }, topic) =>
      v.pipe(
        message,
        v.transform((heard) => ({ topic, message: heard as unknown })),
      ),
    ),
  ])
}
