import type { ReplyContext } from './reply.ts'
import type { SessionRoute } from './route.ts'
import type { Snapshot } from './snapshot.ts'

/** A call to the session API that may be carried out: the caller is known and within limits. */
export type SessionCall = {
  route: SessionRoute
  url: URL
  /** Empty when there is none. */
  body: string
  /** Host the session belongs to. */
  endpoint: string
  snapshot: Snapshot
  context: ReplyContext
}
