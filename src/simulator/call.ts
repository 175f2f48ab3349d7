import type { ReplyContext } from './reply.ts'
import type { SessionRoute } from './route.ts'
import type { Snapshot } from './snapshot.ts'

/**
 * A call to the session API that can be carried out: the caller is authorized and within
 * limits.
 */
export type SessionCall = {
  route: SessionRoute
  url: URL
  /** Empty when there is no body. */
  body: string
  /** The host to which the session belongs. */
  endpoint: string
  snapshot: Snapshot
  context: ReplyContext
}
