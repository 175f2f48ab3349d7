import * as v from 'valibot'
import { accountIdSchema } from '../accounts/accounts.ts'
import { faultSchema } from '../service/fault-schema.ts'
import type { UnreadableSession } from '../service/session.ts'
import type { SharedQuery, Talk, Topic } from '../tabs/talk.ts'
import { finite, type Schema } from '../util/parse-stored.ts'
import { knownRaw, rawAskStore, rawKey, type RawQuestion } from './raw-records.ts'
import { type ObservedSession, type SessionList, sharedList, toldList } from './session-list.ts'

/** What tabs send each other about sessions: lists, and raw records on request. */

const text = v.string()
const textOrNull = v.nullable(text)
const finiteOrNull = v.nullable(finite)

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
  error: v.nullable(faultSchema),
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
  // A tab of an earlier version shows whole lists only.
  isUnderWay: v.optional(v.boolean(), false),
  clock: v.nullable(v.object({ offsetMs: finite, roundTripMs: finite, observedAtMs: finite })),
  receivedAtMs: finite,
  setBackMs: finite,
  msCv: textOrNull,
})

/** See listKey in session-list.ts. */
const listKey = v.strictTuple([v.literal('sessions'), accountIdSchema, text, text, text])

const lists: SharedQuery = {
  name: 'sessions',
  key: listKey,
  data: list,
  // The data was read by this schema, or is a list of this tab.
  toTold: (runtime, data) => toldList(runtime, data as SessionList),
  // What is unchanged stays the same object, as with this tab's own lists.
  toKnown: (runtime, before, told) =>
    sharedList(before as SessionList | undefined, toldList(runtime, told as SessionList)),
}

const question: Schema<RawQuestion> = v.object({ listKey, receivedAtMs: finite, id: text })
const rawMessage = v.union([
  v.object({ type: v.literal('raw-wanted'), question }),
  v.object({ type: v.literal('raw'), question, record: text }),
])

const rawRecords: Topic = {
  message: rawMessage,
  join: (runtime, post) => {
    const { queryClient } = runtime
    rawAskStore(runtime).setState({
      ask: (asked) => post({ type: 'raw-wanted', question: asked }),
    })
    return (heard) => {
      const message = heard as v.InferOutput<typeof rawMessage>
      if (message.type === 'raw-wanted') {
        const record = knownRaw(queryClient, message.question)
        if (record !== null) post({ type: 'raw', question: message.question, record })
        return
      }
      const queryKey = rawKey(message.question)
      // Only the tab that asked has this query, and shows it.
      if (!queryClient.getQueryCache().find({ queryKey, exact: true })) return
      void queryClient.cancelQueries({ queryKey, exact: true })
      queryClient.setQueryData(queryKey, message.record)
    }
  },
}

/** What this room shares with the other tabs. */
export const sessionTalk: Talk = { queries: [lists], topics: [rawRecords] }
