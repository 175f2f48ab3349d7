import { type QueryClient, type QueryKey, queryOptions } from '@tanstack/react-query'
import { createStore } from 'zustand'
import { perRuntime } from '../runtime/part.ts'
import { rawRecord } from '../service/raw-record.ts'
import { type ListTexts, textsKey } from './list-texts.ts'
import { type Runtime, sleep } from '../runtime/runtime.ts'

/** The raw record of one session, out of what this tab keeps, or asked of another. */

/** One record of one list. */
export type RawQuestion = {
  /** Query key of the list. */
  listKey: QueryKey
  /** Which list of that key is meant, by its time. */
  receivedAtMs: number
  id: string
}

/** How long other tabs have to answer. */
const ANSWER_WITHIN_MS = 2000

/** Key of one raw record; `id` is not the last part of a path, so it may be any text. */
export function rawKey({ listKey, receivedAtMs, id }: RawQuestion): QueryKey {
  return ['raw', ...listKey.slice(1), receivedAtMs, id]
}

/** The way to ask the other tabs; null while there are none (set by broadcast.ts). */
export const rawAskStore = perRuntime(() =>
  createStore<{ ask: ((question: RawQuestion) => void) | null }>()(() => ({ ask: null })),
)

/** The record asked for, when this tab has the bodies of that very list; else null. */
export function knownRaw(queryClient: QueryClient, question: RawQuestion): string | null {
  const kept = queryClient.getQueryData<ListTexts>(textsKey(question.listKey))
  return kept?.receivedAtMs === question.receivedAtMs
    ? rawRecord(kept.texts, question.id)
    : null
}

/** One raw record, from this tab or another; null when no tab has it. */
export function rawRecordQuery(runtime: Runtime, question: RawQuestion) {
  return queryOptions({
    queryKey: rawKey(question),
    queryFn: async (): Promise<string | null> => {
      const known = knownRaw(runtime.queryClient, question)
      const { ask } = rawAskStore(runtime).getState()
      if (known !== null || !ask) return known
      ask(question)
      // An answer takes the place of this query (see broadcast.ts).
      await sleep(runtime, ANSWER_WITHIN_MS)
      return null
    },
    staleTime: Infinity,
    gcTime: 0,
  })
}
