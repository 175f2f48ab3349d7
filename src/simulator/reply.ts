/**
 * What the simulated service decided to answer. no-answer: none comes, and at last the
 * connection ends; reset: it ends at once.
 */
export type Reply = Answer | 'no-answer' | 'reset'

export type Answer = {
  status: number
  headers: Record<string, string>
  /** null: no body at all. */
  body: string | null
  /** Real time the answer is held back, ms. */
  delayMs?: number
}

/** Facts that every answer carries. */
export type ReplyContext = {
  /** The service's own clock, epoch ms: simulated, and wrong in the scenario clock-skew. */
  serverMs: number
  /** Base of the trace header MS-CV: 22 base64 characters. */
  correlationVector: string
}

/** What kind of answer it is; decides the header set (docs/protocol.md#recorded-answers). */
export type ReplyKind = 'read' | 'write' | 'empty'

/** Length of a body as it goes over the wire. */
export function byteLength(body: string): number {
  return new TextEncoder().encode(body).byteLength
}
