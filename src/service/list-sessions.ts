import * as v from 'valibot'
import { describeBody, parseJson, send, unreadable } from './http.ts'
import type { ServicePorts, ServiceTarget } from './ports.ts'
import type { ServiceResult } from './result.ts'
import type { Session, UnreadableSession } from './session.ts'
import { accountUrl, readerOf, withVersion } from './session-api.ts'
import { readSessions } from './wire.ts'

/** The list of active sessions, apart from the other calls: the first row needs only this one. */

/** One page of a list. */
export type SessionsPage = {
  sessions: Session[]
  unreadable: UnreadableSession[]
  /** The address of the next page; null on the last. */
  nextLink: string | null
  /** The body as received. */
  text: string
}

const listBody = v.object({
  sessions: v.array(v.unknown()),
  '@nextLink': v.optional(v.nullable(v.string()), null),
})

/**
 * Lists one page of the active sessions.
 * @param nextLink from the page before; null for the first page. A link to another origin is
 *   refused, so that the token never goes there
 */
export async function listSessionsPage(
  target: ServiceTarget,
  token: string,
  nextLink: string | null,
  ports: ServicePorts,
  signal?: AbortSignal,
): Promise<ServiceResult<SessionsPage>> {
  const url = nextLink ?? withVersion(target, accountUrl(target))
  const result = await send(
    { method: 'GET', url, bearer: token, onSent: target.onSent },
    ports,
    signal,
  )
  if (!result.ok) return result
  const { data, meta } = result
  const parsed = v.safeParse(listBody, parseJson(data.text))
  if (!parsed.success) return unreadable(describeBody(data.text, data.contentType), meta)
  const link = parsed.output['@nextLink'] || null
  const next = link === null ? null : URL.parse(link, target.endpoint)
  if (link !== null && next?.origin !== new URL(target.endpoint).origin) {
    return unreadable('the list goes on at another host; the link was not followed', meta)
  }
  return {
    ok: true,
    data: {
      ...readSessions(parsed.output.sessions, readerOf(target)),
      nextLink: next?.href ?? null,
      text: data.text,
    },
    meta,
  }
}
