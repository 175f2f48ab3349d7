import type { EndpointRef } from '../stores/accounts.ts'
import { randomId } from '../util/random-id.ts'

/** What the form of a new session holds. */
export type CreateFields = {
  place: string
  sessionId: string
  size: 'Standard' | 'Premium' | 'other'
  otherSize: string
  lease: string
  models: string
  count: string
  /** Typed to start beyond the user's own limits. */
  word: string
  /** Tried in order when the first place gives no session. */
  fallbacks: { place: string; size: 'same' | 'Standard' | 'Premium' }[]
}

/** Settings to begin with: those of a session that is replaced, or of a create that failed. */
export type CreateTemplate = {
  place: string
  sessionId: string
  size: string
  leaseMs: number
  models: readonly string[]
}

/** Names an endpoint of an account in a form. */
export const placeKey = ({ account, endpoint }: EndpointRef): string =>
  `${account.id} ${endpoint}`

/** A lease as it is typed: hours:minutes. @param leaseMs whole minutes */
export const leaseText = (leaseMs: number): string =>
  `${Math.floor(leaseMs / 3_600_000)}:${String(Math.floor(leaseMs / 60_000) % 60).padStart(2, '0')}`

/** An id that tells what it is and will not be given twice. */
const suggestedId = (): string => `session-${randomId(8)}`

/**
 * The id after this one: ids can't be used again (protocol 2.3). `a` gives `a-2`, then `a-3`.
 * @param taken ids that are known to be in use
 */
export const nextId = (id: string, taken: ReadonlySet<string> = new Set()): string => {
  const [, stem = id, number] = /^(.*?)(?:-(\d{1,4}))?$/s.exec(id) ?? []
  const suffix = `-${number === undefined ? 2 : Number(number) + 1}`
  const next = `${stem.slice(0, 256 - suffix.length)}${suffix}`
  return taken.has(next) ? nextId(next, taken) : next
}

/** What the form begins with. */
export const initialFields = (
  refs: readonly EndpointRef[],
  template: CreateTemplate | null,
): CreateFields => ({
  place: template?.place ?? (refs[0] ? placeKey(refs[0]) : ''),
  sessionId: template && template.sessionId !== '' ? template.sessionId : suggestedId(),
  size:
    template === null || template.size === 'Standard'
      ? 'Standard'
      : template.size === 'Premium'
        ? 'Premium'
        : 'other',
  otherSize: template?.size ?? '',
  lease: leaseText(template?.leaseMs ?? 3_600_000),
  models: template?.models.join('\n') ?? '',
  count: '1',
  word: '',
  fallbacks: [],
})
