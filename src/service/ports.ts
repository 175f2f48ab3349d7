import type { ApiVersion } from './session.ts'

/**
 * The edges of the service client. `send` gets the request as the service would get it
 * (absolute URL of the real host); the app's `send` rewrites it for the gateway.
 */
export type ServicePorts = {
  /** Sends one request. Rejects like `fetch` when no answer comes. */
  send: (request: Request) => Promise<Response>
  /** Local clock, epoch ms. */
  now: () => number
  /** Runs a function later, as setTimeout does. */
  setTimer: (run: () => void, ms: number) => unknown
  clearTimer: (handle: unknown) => void
  /** A new correlation vector: 22 base64 characters (header X-MRC-CV). */
  newCorrelationVector: () => string
  /** Keys and tokens of all accounts in memory. None of them may be part of an answer. */
  secrets: () => readonly string[]
  /** Longest wait for a complete answer, ms. */
  timeoutMs: number
}

/** Where a call goes: one account at one rendering endpoint. Contains no secret. */
export type ServiceTarget = {
  /** Origin of the rendering endpoint, e.g. `https://remoterendering.westus2.mixedreality.azure.com`. */
  endpoint: string
  /** The Remote Rendering account ID, a GUID. */
  accountId: string
  apiVersion: ApiVersion
  /** Called when the request is sent. */
  onSent?: () => void
}
