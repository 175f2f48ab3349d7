import type { QueryKey } from '@tanstack/react-query'
import type * as v from 'valibot'
import type { Runtime } from '../runtime/runtime.ts'

/** What the rooms above share with the other tabs. broadcast.ts sends it without knowing them. */

/** Query data that one tab fetches for all. */
export type SharedQuery = {
  /** The first part of its query keys. */
  name: string
  key: v.GenericSchema<unknown, QueryKey>
  /** Reads what another tab sent, as a whole. */
  data: v.GenericSchema
  /** Returns the data as it is sent, in a form that doesn't depend on this tab. */
  toTold: (runtime: Runtime, data: unknown) => unknown
  /** Returns what this tab keeps of it. @param before what it has kept so far */
  toKnown: (runtime: Runtime, before: unknown, told: unknown) => unknown
}

/** Messages that only one room understands. */
export type Topic = {
  /** Reads its messages. */
  message: v.GenericSchema<unknown, { type: string }>
  /**
   * Joins the topic.
   * @param post sends a message to the other tabs
   * @returns a function that is called with each message of the topic
   */
  join: (runtime: Runtime, post: (message: object) => void) => (message: unknown) => void
}

/** All that the rooms above share with the other tabs. */
export type Talk = {
  queries: readonly SharedQuery[]
  topics: readonly Topic[]
}
