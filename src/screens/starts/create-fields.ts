import { t } from '../../i18n/t.ts'
import type { WantedStart } from '../../starts/start-session.ts'
import { withSuffix } from '../../service/session-id.ts'
import { type EndpointRef, needsNetwork } from '../../accounts/accounts.ts'
import { locationKeyOf } from '../../accounts/endpoint-lookup.ts'
import { randomId } from '../../util/random-id.ts'
import { batchIds } from '../../starts/spend-limits.ts'
import type { CreateIntent } from '../../starts/create-intent.ts'
import { attemptId, type StartPlan } from '../../starts/start-plan.ts'
import {
  parseModels,
  readCount,
  leaseText,
  readLease,
  sessionIdError,
} from '../sessions/session-validators.ts'

/** The fields of the form that starts sessions. A location is an endpoint of an account. */
export type CreateFields = {
  location: string
  sessionId: string
  size: 'Standard' | 'Premium' | 'other'
  otherSize: string
  lease: string
  models: string
  count: string
  /** Typed to confirm a start above the user's own limits. */
  word: string
  /** Tried in order if the first location provides no session. */
  fallbacks: Fallback[]
}

/** A location to try if those before provide no session. */
export type Fallback = { location: string; size: 'same' | 'Standard' | 'Premium' }

/** Settings to begin with: those of the session to replace, or of a create that failed. */
export type CreateTemplate = {
  /** See locationKeyOf. */
  location: string
  sessionId: string
  size: string
  leaseMs: number
  models: readonly string[]
}

/**
 * Returns the next ID in a series: `a` gives `a-2`, then `a-3`. The ID of an ended session may be
 * refused (docs/protocol.md#create-is-idempotent).
 * @param taken IDs known to be in use
 */
export function nextId(id: string, taken: ReadonlySet<string> = new Set()): string {
  const [, stem = id, number] = /^(.*?)(?:-(\d{1,4}))?$/s.exec(id) ?? []
  const suffix = `-${number === undefined ? 2 : Number(number) + 1}`
  const next = withSuffix(stem, suffix)
  return taken.has(next) ? nextId(next, taken) : next
}

/**
 * Returns a fallback that is not listed yet: another location first, then another size at a
 * location that is listed. Null when every location and size is listed.
 */
export function nextFallback(
  locations: readonly string[],
  { location, size, fallbacks }: Pick<CreateFields, 'location' | 'size' | 'fallbacks'>,
): Fallback | null {
  const tried = new Set([
    `${location} ${size}`,
    ...fallbacks.map((each) => `${each.location} ${each.size === 'same' ? size : each.size}`),
  ])
  const regions = new Set([location, ...fallbacks.map((each) => each.location)])
  const other = locations.find((each) => !regions.has(each))
  if (other !== undefined) return { location: other, size: 'same' }
  const left = [location, ...locations].flatMap((each) =>
    (['Standard', 'Premium'] as const).map((known) => ({ location: each, size: known })),
  )
  return left.find((each) => !tried.has(`${each.location} ${each.size}`)) ?? null
}

/** Returns the fields that the form begins with. */
export function initialFields(
  refs: readonly EndpointRef[],
  template: CreateTemplate | null,
): CreateFields {
  return {
    location: template?.location ?? (refs[0] ? locationKeyOf(refs[0]) : ''),
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
  }
}

/**
 * Returns which fields the locations need: v1 assigns the ID itself, and can preload models. And
 * whether any of them is reached over the network.
 */
export function neededFor(
  { location, fallbacks }: Pick<CreateFields, 'location' | 'fallbacks'>,
  refs: readonly EndpointRef[],
): { id: boolean; models: boolean; network: boolean } {
  const named = new Set([location, ...fallbacks.map((fallback) => fallback.location)])
  const accounts = refs
    .filter((ref) => named.has(locationKeyOf(ref)))
    .map(({ account }) => account)
  const versions = accounts.map(({ apiVersion }) => apiVersion)
  return {
    id: versions.some((version) => version !== 'v1'),
    models: versions.includes('v1'),
    network: accounts.some(needsNetwork),
  }
}

/** Returns what a valid form asks for, one item for each session. */
export function wantedOf(
  values: CreateFields,
  refs: readonly EndpointRef[],
  replaces: WantedStart['replaces'],
): WantedStart[] {
  const refOf = (location: string) => refs.find((known) => locationKeyOf(known) === location)
  const ref = refOf(values.location)
  const leaseMs = readLease(values.lease)
  if (!ref || leaseMs === null) throw new Error('the form was submitted before it was valid')
  const size = values.size === 'other' ? values.otherSize.trim() : values.size
  const fallbacks = values.fallbacks.flatMap((fallback) => {
    const other = refOf(fallback.location)
    return other ? [{ ref: other, size: fallback.size === 'same' ? size : fallback.size }] : []
  })
  const needed = neededFor(values, refs)
  return batchIds(values.sessionId.trim(), Number(values.count)).map((id) => ({
    id: needed.id ? id : '',
    leaseMs,
    models: needed.models ? parseModels(values.models) : [],
    candidates: [{ ref, size }, ...fallbacks],
    replaces,
  }))
}

/**
 * Returns what is wrong with the IDs of a form, or true.
 * @param taken IDs of sessions that run, or are being started or canceled
 */
export function idProblem(
  { sessionId, count, fallbacks }: Pick<CreateFields, 'sessionId' | 'count' | 'fallbacks'>,
  taken: ReadonlySet<string>,
): string | true {
  const ids = batchIds(sessionId.trim(), readCount(count) ?? 1)
  const attempts = ids.flatMap((id) => [
    id,
    ...fallbacks.map((_, index) => attemptId(id, index + 1)),
  ])
  const used = attempts.find((id) => taken.has(id))
  return used === undefined
    ? sessionIdError(ids.at(-1) ?? '')
    : t('sessionId.inUse', { id: used })
}

/** Returns the IDs of open creates, and those that open plans may still use. */
export function idsUnderWay(
  intents: readonly CreateIntent[],
  plans: readonly StartPlan[],
): string[] {
  return [
    ...intents.filter(({ end }) => end === null).map(({ wanted }) => wanted.id),
    ...plans
      .filter(({ end }) => end === null)
      .flatMap((plan) => plan.candidates.map((_, index) => attemptId(plan.wanted.id, index))),
  ]
}

/** Returns an ID that is readable and practically unique. */
function suggestedId(): string {
  return `session-${randomId(8)}`
}
