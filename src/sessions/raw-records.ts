import { type QueryClient, type QueryKey, queryOptions } from '@tanstack/react-query'
import { createStore } from 'zustand'
import { perRuntime } from '../runtime/part.ts'
import { rawRecord } from '../service/raw-record.ts'
import { type ListTexts, textsKey } from './list-texts.ts'
import { type Runtime, sleep } from '../runtime/runtime.ts'

/** Raw records of single sessions, from the bodies in this tab or in another one. */

/** Identifies one record of one list. */
export type RawQuestion = {
  /** Query key of the list. */
  listKey: QueryKey
  /** When that list arrived, which tells it from other lists of the same key. */
  receivedAtMs: number
  id: string
}

/** How long other tabs have to answer. */
const ANSWER_WITHIN_MS = 2000

/** Returns the query key of one raw record. */
export function rawKey({ listKey, receivedAtMs, id }: RawQuestion): QueryKey {
  return ['raw', ...listKey.slice(1), receivedAtMs, id]
}

/** How to ask the other tabs, set by broadcast.ts; null while there are none. */
export const rawAskStore = perRuntime(() =>
  createStore<{ ask: ((question: RawQuestion) => void) | null }>()(() => ({ ask: null })),
)

/** Returns a record if this tab has the bodies of exactly that list; else null. */
export function knownRaw(queryClient: QueryClient, question: RawQuestion): string | null {
  const kept = queryClient.getQueryData<ListTexts>(textsKey(question.listKey))
  return kept?.receivedAtMs === question.receivedAtMs
    ? rawRecord(kept.texts, question.id)
    : null
}

/** The query for one raw record, from this tab or another; null when no tab has it. */
export function rawRecordQuery(runtime: Runtime, question: RawQuestion) {
  return queryOptions({
    queryKey: rawKey(question),
    queryFn: async (): Promise<string | null> => {
      const known = knownRaw(runtime.queryClient, question)
      const { ask } = rawAskStore(runtime).getState()
      if (known !== null || !ask) return known
      ask(question)
      // An answer replaces the data of this query (see broadcast.ts).
      await sleep(runtime, ANSWER_WITHIN_MS)
      return null
    },
    staleTime: Infinity,
    gcTime: 0,
  })
}
