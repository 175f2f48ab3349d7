/**
 * The answer that the simulated service decided on. no-answer: none comes, and the connection
 * ends in the end; reset: the connection ends at once.
 */
export type Reply = Answer | 'no-answer' | 'reset'

export type Answer = {
  status: number
  headers: Record<string, string>
  /** null: no body at all. */
  body: string | null
  /** Real time by which the answer is delayed, ms. */
  delayMs?: number
}

/** Facts that every answer contains. */
export type ReplyContext = {
  /** The service's own clock, epoch ms: simulated, and wrong in the scenario clock-skew. */
  serverMs: number
  /** Base of the trace header MS-CV: 22 Base64 characters. */
  correlationVector: string
}

/** The kind of answer, which decides its headers (docs/protocol.md#recorded-answers). */
export type ReplyKind = 'read' | 'write' | 'empty'

/** Length of a body in bytes. */
export function byteLength(body: string): number {
  return new TextEncoder().encode(body).byteLength
}
