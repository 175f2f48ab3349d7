import { formatClock, formatDuration } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import type { Coverage } from '../../sessions/coverage.ts'
import type { EndpointState } from '../../sessions/fleet-model.ts'
import { formatEndpointAccount } from '../sessions/row-text.ts'
import { bulkTitle } from '../sessions/bulk/bulk-text.ts'
import { unsentText } from '../sessions/unsent-item.tsx'
import { errorHeadline } from '../shell/error-text.ts'
import { createText } from '../starts/create-text.ts'
import { startPlanTitle } from '../starts/start-plan-text.ts'
import { alertsText, alertText } from './alert-text.ts'
import { endingsIn, isAsking, type Notice, type NoticeEnding, toneOfEnd } from './notices.ts'

/** What the bar says of the notices, in one line. */

/** More regions than this are counted and not named. */
const MAX_NAMED = 3

/**
 * Returns the line for a notice.
 * @param notices all of them, for how many are alike
 * @param ageMsOf age of the last list of an endpoint, ms; null before the first
 */
export function noticeLine(
  notice: Notice,
  notices: readonly Notice[],
  ageMsOf: (endpoint: EndpointState) => number | null,
): string {
  if (isAsking(notice) && notice.kind !== 'question' && notice.kind !== 'bulk')
    return t('notice.needsYou', { count: askingCount(notices) })
  switch (notice.kind) {
    case 'offline':
      return t('banner.offline')
    case 'outdated':
      return t('storage.outdated')
    case 'question':
      return t('simulator.asked')
    case 'ending': {
      const endings = endingsIn(notices)
      const soonCount = countSoon(endings)
      const isNext = soonCount > 1 && endings[0]?.alert.id === notice.key
      return isNext ? endingsLine(notice, soonCount) : endingText(notice)
    }
    case 'endings':
      return endingGroupText(notice.endings)
    case 'alert':
      return alertText(notice.alert)
    case 'alerts':
      return alertsText(notice.alerts)
    case 'plan':
      return notice.state === 'over'
        ? startPlanTitle(notice.plan, notice.reachability)
        : underWayLine(notices)
    case 'create':
      return notice.state === 'under-way'
        ? underWayLine(notices)
        : createText(notice.intent, notice.reachability, notice.undoLeftMs)
    case 'unsent':
      return unsentText(notice.action)
    case 'bulk':
      return bulkTitle(notice.run, notice.tally, notice)
    case 'locked':
      return lockedText(notice.endpoint)
    case 'failed':
      return failedLine(notice.endpoints, ageMsOf)
    case 'incomplete':
      return t('banner.incomplete', { place: formatEndpointAccount(notice.endpoint) })
    case 'unreadable':
      return t('banner.unreadable', {
        count: notice.endpoint.unreadable.length,
        place: formatEndpointAccount(notice.endpoint),
      })
    case 'skewed':
      return skewText(notice)
    case 'storage':
      return storageText(notice.problem)
    case 'simulator-failed':
      return t('simulator.failed', { reason: notice.reason })
  }
}

/**
 * Returns what is known when there is nothing to notice.
 * @param isStale a list is too old
 * @param missing the regions that are not loaded; null: none, or too many to be named
 */
export function calmLine(
  { total, loaded }: Pick<Coverage, 'total' | 'loaded'>,
  isStale: boolean,
  missing: string | null,
): string {
  if (total === 0) return t('notice.noAccount')
  if (loaded === 0 && missing === null) return t('notice.loading', { count: total })
  if (loaded < total)
    return missing === null
      ? t('notice.partly', { loaded, total })
      : t('notice.missing', { places: missing })
  return isStale ? t('notice.stale') : t('notice.calm', { count: total })
}

/** Returns how many sessions end, and within which time where that is the same for all. */
export function endingGroupText(endings: readonly NoticeEnding[]): string {
  const soonCount = countSoon(endings)
  return soonCount === endings.length
    ? t('notice.endingGroup', { count: soonCount })
    : t('notice.endingGroupSome', { count: endings.length, soon: soonCount })
}

/** Returns when a session ends, live. */
export function endingText(ending: NoticeEnding): string {
  const { alert, row, leftMs } = ending
  const id = alert.sessionId ?? ''
  if (leftMs === null) return t('notice.endUnconfirmed', { id })
  if (row === null && leftMs <= 0) return t('notice.mayHaveEnded', { id })
  if (leftMs <= 0) return t('notice.endingNow', { id })
  return t(isConfirmed(ending) ? 'notice.ending' : 'notice.endingUnconfirmed', {
    id,
    left: formatClock(leftMs),
  })
}

/** Returns when a session ends, with the time first: a phone cuts the end of the line. */
export function shortEndingText({ alert, leftMs }: NoticeEnding): string {
  return [...(leftMs === null ? [] : [formatClock(leftMs)]), alert.sessionId ?? ''].join(' · ')
}

/** Returns that an account's key or token is missing. */
export function lockedText({ ref: { account } }: EndpointState): string {
  return t(account.credentialKind === 'key' ? 'banner.lockedKey' : 'banner.lockedToken', {
    name: account.name,
  })
}

/** Returns how far the clock of an endpoint is off. */
export function skewText({ endpoint, skewMs }: { endpoint: EndpointState; skewMs: number }) {
  return t(skewMs > 0 ? 'banner.clockAhead' : 'banner.clockBehind', {
    place: formatEndpointAccount(endpoint),
    skew: formatDuration(Math.abs(skewMs)),
  })
}

/** Returns what this tab can't store or read, and what to do. @param places set aside */
export function storageText(
  problem: 'refused' | 'set-aside' | 'other-version',
  places: readonly string[] = [],
): string {
  if (problem === 'refused') return t('storage.refused')
  if (problem === 'other-version') return t('storage.otherVersion')
  return places.length === 0
    ? t('notice.setAside')
    : t('storage.setAside', { places: places.join(', ') })
}

function endingsLine(ending: NoticeEnding, count: number): string {
  const { alert, leftMs } = ending
  const id = alert.sessionId ?? ''
  if (leftMs === null) return t('notice.endingsUnconfirmed', { count, id })
  return t(isConfirmed(ending) ? 'notice.endings' : 'notice.endingsLastKnown', {
    count,
    id,
    left: formatClock(leftMs),
  })
}

/** Whether a list that is recent enough has the session. */
function isConfirmed({ row, isStale }: NoticeEnding): boolean {
  return row !== null && isStale !== true
}

function countSoon(endings: readonly NoticeEnding[]): number {
  return endings.filter(({ leftMs }) => toneOfEnd(leftMs ?? 0) !== 'plain').length
}

function askingCount(notices: readonly Notice[]): number {
  return notices.filter(
    (each) => isAsking(each) && each.kind !== 'question' && each.kind !== 'bulk',
  ).length
}

function underWayLine(notices: readonly Notice[]): string {
  const count = notices.filter(
    (each) => (each.kind === 'plan' || each.kind === 'create') && each.state === 'under-way',
  ).length
  return t('notice.underWay', { count })
}

/** Returns the context of lists' errors: a refused key has the words of the account's own page. */
export function listContext([first]: readonly EndpointState[]): 'token' | 'list' {
  const isKeyRefused =
    first?.error?.kind === 'unauthorized' && first.ref.account.credentialKind === 'key'
  return isKeyRefused ? 'token' : 'list'
}

function failedLine(
  endpoints: readonly EndpointState[],
  ageMsOf: (endpoint: EndpointState) => number | null,
): string {
  const places =
    endpoints.length > MAX_NAMED
      ? t('notice.regions', { count: endpoints.length })
      : endpoints.map(({ region }) => region).join(', ')
  const [error] = endpoints.map((each) => each.error)
  const isSilent = error?.kind === 'timeout' || error?.kind === 'network'
  if (!isSilent)
    return t('notice.failed', {
      places,
      reason: error ? errorHeadline(error, listContext(endpoints)) : '',
    })
  const ages = endpoints.flatMap((endpoint) => ageMsOf(endpoint) ?? [])
  return ages.length === 0
    ? t('notice.noAnswerYet', { places })
    : t('notice.noAnswer', { places, age: formatDuration(Math.max(...ages)) })
}
