import type { QueryKey } from '@tanstack/react-query'
import type * as v from 'valibot'
import type { Runtime } from '../runtime/runtime.ts'

/** What the rooms above give to the talk of the tabs (see broadcast.ts), which knows none of them. */

/** Query data that one tab fetches for all. */
export type SharedQuery = {
  /** The first part of its query keys. */
  name: string
  key: v.GenericSchema<unknown, QueryKey>
  /** Reads what another tab told, as a whole. */
  data: v.GenericSchema
  /** What is told of it: the data, in a form that does not depend on this tab. */
  toTold: (runtime: Runtime, data: unknown) => unknown
  /** What this tab makes of it, whose data so far is `before`. */
  toKnown: (runtime: Runtime, before: unknown, told: unknown) => unknown
}

/** A conversation of its own kind. */
export type Topic = {
  /** Reads its messages. */
  message: v.GenericSchema<unknown, { type: string }>
  /**
   * Takes part.
   * @param post tells the other tabs
   * @returns called with each message of the topic
   */
  join: (runtime: Runtime, post: (message: object) => void) => (message: unknown) => void
}

/** All that the rooms above share by the talk of the tabs. */
export type Talk = {
  queries: readonly SharedQuery[]
  topics: readonly Topic[]
}
