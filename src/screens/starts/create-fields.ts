import { t } from '../../i18n/t.ts'
import type { WantedStart } from '../../starts/start-session.ts'
import { withSuffix } from '../../service/session-id.ts'
import type { EndpointRef } from '../../accounts/accounts.ts'
import { randomId } from '../../util/random-id.ts'
import { batchIds } from '../../starts/spend-limits.ts'
import type { CreateIntent } from '../../starts/create-intent.ts'
import { attemptId, type StartPlan } from '../../starts/start-plan.ts'
import {
  parseModels,
  readCount,
  readLease,
  sessionIdError,
} from '../sessions/session-validators.ts'

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
  fallbacks: Fallback[]
}

/** A place to fall back on. */
export type Fallback = { place: string; size: 'same' | 'Standard' | 'Premium' }

/** Settings to begin with: those of a session that is replaced, or of a create that failed. */
export type CreateTemplate = {
  place: string
  sessionId: string
  size: string
  leaseMs: number
  models: readonly string[]
}

/** Names an endpoint of an account in a form. */
export function placeKey({ account, endpoint }: EndpointRef): string {
  return `${account.id} ${endpoint}`
}

/** A lease as it is typed: hours:minutes. @param leaseMs whole minutes */
export function leaseText(leaseMs: number): string {
  return `${Math.floor(leaseMs / 3_600_000)}:${String(Math.floor(leaseMs / 60_000) % 60).padStart(2, '0')}`
}

/**
 * The id after this one: ids can't be used again (docs/protocol.md#create-is-idempotent). `a`
 * gives `a-2`, then `a-3`.
 * @param taken ids that are known to be in use
 */
export function nextId(id: string, taken: ReadonlySet<string> = new Set()): string {
  const [, stem = id, number] = /^(.*?)(?:-(\d{1,4}))?$/s.exec(id) ?? []
  const suffix = `-${number === undefined ? 2 : Number(number) + 1}`
  const next = withSuffix(stem, suffix)
  return taken.has(next) ? nextId(next, taken) : next
}

/**
 * A place that is not tried yet: another region first; in the same one another size may be left.
 * Null when every place is tried.
 */
export function nextFallback(
  places: readonly string[],
  { place, size, fallbacks }: Pick<CreateFields, 'place' | 'size' | 'fallbacks'>,
): Fallback | null {
  const tried = new Set([
    `${place} ${size}`,
    ...fallbacks.map((each) => `${each.place} ${each.size === 'same' ? size : each.size}`),
  ])
  const regions = new Set([place, ...fallbacks.map((each) => each.place)])
  const other = places.find((each) => !regions.has(each))
  if (other !== undefined) return { place: other, size: 'same' }
  const left = [place, ...places].flatMap((each) =>
    (['Standard', 'Premium'] as const).map((known) => ({ place: each, size: known })),
  )
  return left.find((each) => !tried.has(`${each.place} ${each.size}`)) ?? null
}

/** What the form begins with. */
export function initialFields(
  refs: readonly EndpointRef[],
  template: CreateTemplate | null,
): CreateFields {
  return {
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
  }
}

/** What the places of a form ask for: v1 gives ids itself, and preloads models. */
export function neededFor(
  { place, fallbacks }: Pick<CreateFields, 'place' | 'fallbacks'>,
  refs: readonly EndpointRef[],
): { id: boolean; models: boolean } {
  const named = new Set([place, ...fallbacks.map((fallback) => fallback.place)])
  const versions = refs
    .filter((ref) => named.has(placeKey(ref)))
    .map(({ account }) => account.apiVersion)
  return {
    id: versions.some((version) => version !== 'v1'),
    models: versions.includes('v1'),
  }
}

/** What the filled form asks for, one for each session. */
export function wantedOf(
  values: CreateFields,
  refs: readonly EndpointRef[],
  replaces: WantedStart['replaces'],
): WantedStart[] {
  const refOf = (place: string) => refs.find((known) => placeKey(known) === place)
  const ref = refOf(values.place)
  const leaseMs = readLease(values.lease)
  if (!ref || leaseMs === null) throw new Error('the form was submitted before it was valid')
  const size = values.size === 'other' ? values.otherSize.trim() : values.size
  const fallbacks = values.fallbacks.flatMap((fallback) => {
    const other = refOf(fallback.place)
    return other ? [{ ref: other, size: fallback.size === 'same' ? size : fallback.size }] : []
  })
  const needed = neededFor(values, refs)
  return batchIds(values.sessionId.trim(), Number(values.count)).map((id) => ({
    id: needed.id ? id : '',
    leaseMs,
    models: needed.models ? parseModels(values.models) : [],
    places: [{ ref, size }, ...fallbacks],
    replaces,
  }))
}

/**
 * What is wrong with the ids of a form; true: nothing.
 * @param taken ids of sessions that run, or are being started or taken back
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

/** Ids of creates that have not ended, and those that plans may come to. */
export function idsUnderWay(
  intents: readonly CreateIntent[],
  plans: readonly StartPlan[],
): string[] {
  return [
    ...intents.filter(({ end }) => end === null).map(({ wanted }) => wanted.id),
    ...plans
      .filter(({ end }) => end === null)
      .flatMap((plan) => plan.places.map((_, index) => attemptId(plan.wanted.id, index))),
  ]
}

/** An id that tells what it is and will not be given twice. */
function suggestedId(): string {
  return `session-${randomId(8)}`
}
