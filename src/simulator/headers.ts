import { byteLength, type Answer, type ReplyContext, type ReplyKind } from './reply.ts'

/**
 * The versions in the header of the simulator, as the service sent them in 2021
 * (docs/protocol.md#recorded-answers).
 */
export const API_VERSIONS_2021 = ['2021-01-01-preview', '2021-01-01'] as const

const JSON_TYPE = 'application/json; charset=utf-8'
const NOT_STORED = { 'cache-control': 'no-store,no-cache', pragma: 'no-cache' }

/**
 * An answer of 2021-01-01 with the recorded headers (docs/protocol.md#recorded-answers): reads
 * must not be stored, and the empty answer to a stop has neither type nor length.
 */
export function answer2021(
  { serverMs, correlationVector }: ReplyContext,
  kind: ReplyKind,
  status: number,
  body: string | null,
): Answer {
  return {
    status,
    headers: {
      'api-supported-versions': API_VERSIONS_2021.join(', '),
      ...(kind === 'read' && NOT_STORED),
      ...(body !== null && {
        'content-length': String(byteLength(body)),
        'content-type': JSON_TYPE,
      }),
      date: httpDate(serverMs),
      'ms-cv': `${correlationVector}.0`,
      'x-content-type-options': 'nosniff',
    },
    body,
  }
}

/**
 * An answer of v1 with the headers of the documents (docs/protocol.md#api-v1): the trace of a
 * list ends in `.1`, and a 204 has no length.
 */
export function answerV1(
  { serverMs, correlationVector }: ReplyContext,
  status: number,
  body: string | null,
  extra: { location?: string; isList?: boolean } = {},
): Answer {
  return {
    status,
    headers: {
      'MS-CV': `${correlationVector}.${extra.isList ? 1 : 0}`,
      ...(status !== 204 && { 'Content-Length': String(body === null ? 0 : byteLength(body)) }),
      ...(body !== null && { 'Content-Type': JSON_TYPE }),
      Date: httpDate(serverMs),
      ...(extra.location !== undefined && { Location: extra.location }),
    },
    body,
  }
}

/**
 * An answer of the token service with the recorded headers (docs/protocol.md#access-tokens).
 */
export function answerToken(
  { serverMs, correlationVector }: ReplyContext,
  body: string,
): Answer {
  return {
    status: 200,
    headers: {
      ...NOT_STORED,
      'content-length': String(byteLength(body)),
      'content-type': JSON_TYPE,
      date: httpDate(serverMs),
      'ms-cv': `${correlationVector}.0`,
      'x-content-type-options': 'nosniff',
    },
    body,
  }
}

/**
 * An answer without a body, as none is declared for 401, 403, 404, and 429
 * (docs/protocol.md#error-answers).
 * @param extra such as `www-authenticate` or `retry-after`
 */
export function answerEmpty(
  { serverMs, correlationVector }: ReplyContext,
  status: number,
  extra: Record<string, string> = {},
): Answer {
  return {
    status,
    headers: {
      'content-length': '0',
      date: httpDate(serverMs),
      'ms-cv': `${correlationVector}.0`,
      'x-content-type-options': 'nosniff',
      ...extra,
    },
    body: null,
  }
}

/** An answer in another media type, as a proxy may send it. */
export function answerHtml({ serverMs }: ReplyContext, html: string): Answer {
  return {
    status: 200,
    headers: {
      'content-length': String(byteLength(html)),
      'content-type': 'text/html; charset=utf-8',
      date: httpDate(serverMs),
    },
    body: html,
  }
}

function httpDate(epochMs: number): string {
  return new Date(epochMs).toUTCString()
}
