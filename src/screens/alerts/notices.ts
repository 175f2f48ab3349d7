import { urgencyOf } from '../../lease/deadline.ts'
import type { Alert, AlertKind } from '../../monitor/alerts.ts'
import type { Reachability } from '../../accounts/endpoint-lookup.ts'
import type { ServiceErrorKind } from '../../service/result.ts'
import type { BulkRun, BulkTally } from '../../sessions/bulk.ts'
import type { EndpointState, FleetRow } from '../../sessions/fleet-model.ts'
import { leaseView } from '../../sessions/time-left.ts'
import type { UnsentAction, UnsentRepeat } from '../../sessions/unsent-action.ts'
import type { CreateIntent } from '../../starts/create-intent.ts'
import type { StartPlan } from '../../starts/start-plan.ts'

/**
 * Everything that the user should know of beyond the rows, as one ordered list: the bar above the
 * table says the first notice, and the drawer has all of them. Pure.
 */

/** How a notice looks in the bar: under 2 min, under 10 min, or anything else. */
export type NoticeTone = 'urgent' | 'soon' | 'plain'

/** The end of a session that an alert is about. */
export type NoticeEnding = {
  alert: Alert
  /** null while its region has not answered. */
  row: FleetRow | null
  /**
   * Time left, ms. While the region has not answered, by what an earlier visit knew; null when it
   * knew no end.
   */
  leftMs: number | null
  /** The list is too old to confirm the time. */
  isStale?: boolean
}

/** An action that was cut off. `repeat`: what can be asked for again; null for nothing. */
export type UnsentNotice = { action: UnsentAction; repeat: UnsentRepeat | null }

/**
 * An extension or a stop of many sessions. `inMs`: time until its start, ms; null once it has
 * started. `leftMs`: an estimate of the rest, ms; null when it doesn't go on.
 */
export type BulkNotice = {
  run: BulkRun
  tally: BulkTally
  inMs: number | null
  leftMs: number | null
  state: OperationState
}

/** A create. `undoLeftMs`: how long it waits until it is sent, so that it can be undone. */
type CreateFacts = { intent: CreateIntent; reachability: Reachability; undoLeftMs: number }

/** What the notices are made of. */
export type NoticeFacts = {
  isOffline: boolean
  storage: {
    isOutdated: boolean
    isRefused: boolean
    setAside: readonly string[]
    hasUnreadMessage: boolean
  }
  simulator: { isAsked: boolean; failure: string | null }
  endpoints: readonly EndpointState[]
  /** The nearest first where there are many. */
  endings: readonly NoticeEnding[]
  /** Standing alerts of other kinds, newest first. */
  alerts: readonly Alert[]
  plans: readonly { plan: StartPlan; reachability: Reachability }[]
  creates: readonly CreateFacts[]
  unsent: readonly UnsentNotice[]
  bulks: readonly BulkNotice[]
  /** Keys of the notices that the user dismissed in this tab. */
  dismissed: ReadonlySet<string>
}

type NoticeSubject =
  | { kind: 'offline' | 'outdated' | 'question' }
  | ({ kind: 'ending' } & NoticeEnding)
  | { kind: 'endings'; endings: readonly [NoticeEnding, ...NoticeEnding[]] }
  | { kind: 'alerts'; alerts: readonly Alert[] }
  | { kind: 'alert'; alert: Alert }
  | { kind: 'plan'; plan: StartPlan; reachability: Reachability; state: OperationState }
  | ({ kind: 'create'; state: OperationState } & CreateFacts)
  | ({ kind: 'unsent' } & UnsentNotice)
  | ({ kind: 'bulk' } & BulkNotice)
  | { kind: 'locked'; endpoint: EndpointState }
  | { kind: 'failed'; cause: ServiceErrorKind | null; endpoints: readonly EndpointState[] }
  | { kind: 'incomplete' | 'unreadable'; endpoint: EndpointState }
  | { kind: 'skewed'; endpoint: EndpointState; skewMs: number }
  | { kind: 'storage'; problem: StorageProblem }
  | { kind: 'simulator-failed'; reason: string }

type StorageProblem = 'refused' | 'set-aside' | 'other-version'

/**
 * Whether an operation waits for the user, can still be undone before it is sent, goes on, or has
 * ended in a way to be read.
 */
type OperationState = 'asks' | 'undoable' | 'under-way' | 'over'

/** One notice. `key`: the same from one look to the next. */
export type Notice = NoticeSubject & { key: string }

/** More notices of a kind than this are one notice, which lists them. */
export const MAX_SINGLE = 5

/** A clock difference above this is reported, ms. */
const SKEW_SHOWN_MS = 30_000

/** Returns all notices, the most urgent first. */
export function noticesOf(facts: NoticeFacts): readonly Notice[] {
  const { isOffline, endings, storage, simulator, endpoints, alerts } = facts
  const all: Notice[] = []
  if (isOffline) all.push({ kind: 'offline', key: 'offline' })
  all.push(...endingNotices(endings))
  if (storage.isOutdated) all.push({ kind: 'outdated', key: 'outdated' })
  if (simulator.isAsked) all.push({ kind: 'question', key: 'question' })
  all.push(...operationNotices(facts), ...endpointNotices(endpoints))
  all.push(...alertNotices(alerts))
  all.push(...storageNotices(storage))
  const reason = simulator.failure
  if (reason !== null)
    all.push({ kind: 'simulator-failed', key: `simulator ${reason}`, reason })
  return all
    .filter(({ key }) => !facts.dismissed.has(key))
    .map((notice) => ({ notice, rank: rankOf(notice), leftMs: leftMsOf(notice) }))
    .toSorted((a, b) => a.rank - b.rank || a.leftMs - b.leftMs)
    .map(({ notice }) => notice)
}

/**
 * Returns the notices as the bar says them: instead of many ends the first one, because a click on
 * "+15" must mean one session.
 */
export function barNotices(notices: readonly Notice[]): readonly Notice[] {
  return notices.map((notice) =>
    notice.kind === 'endings' ? asNotice(notice.endings[0]) : notice,
  )
}

/** Returns how many notices there are, those in groups as well. */
export function countOf(notices: readonly Notice[]): number {
  return notices.reduce((count, notice) => count + sizeOf(notice), 0)
}

function sizeOf(notice: Notice): number {
  if (notice.kind === 'endings') return notice.endings.length
  return notice.kind === 'alerts' ? notice.alerts.length : 1
}

/** Returns the ends among the notices, those in a group as well. */
export function endingsIn(notices: readonly Notice[]): readonly NoticeEnding[] {
  return notices.flatMap((notice) =>
    notice.kind === 'endings' ? notice.endings : notice.kind === 'ending' ? [notice] : [],
  )
}

/** Returns how the bar looks: by the most urgent end, and while the browser is offline. */
export function toneOf(notices: readonly Notice[]): NoticeTone {
  const tone = toneOfEnd(Math.min(...notices.map(leftMsOf)))
  return tone === 'plain' && notices.some(({ kind }) => kind === 'offline') ? 'soon' : tone
}

/** Returns how an end looks, in the same colors as in its row. @param leftMs time until then */
export function toneOfEnd(leftMs: number): NoticeTone {
  const urgency = urgencyOf(leftMs)
  if (urgency === 'calm') return 'plain'
  return urgency === 'soon' ? 'soon' : 'urgent'
}

/**
 * Returns the time left by what an earlier visit knew, ms; null when it knew no end. The alert alone
 * tells nothing: the session may have had less left than the threshold when it was raised.
 * @param nowMs local clock, epoch ms
 */
export function recalledLeftMs(row: FleetRow | undefined, nowMs: number): number | null {
  // The clock of a simulated service that runs faster is known only from its answers.
  if (!row || (row.ref.account.simulatedSpeed ?? 1) !== 1) return null
  const view = leaseView(row, undefined, nowMs)
  return view.kind === 'counting' ? view.leftMs : null
}

/** Returns whether a notice waits for an answer of the user. */
export function isAsking(notice: Notice): boolean {
  return (
    notice.kind === 'question' ||
    ((notice.kind === 'plan' || notice.kind === 'create' || notice.kind === 'bulk') &&
      notice.state === 'asks')
  )
}

/** Returns whether a notice is of a create that waits to be sent, so that it can be undone. */
export function isUndoable(
  notice: Notice | null,
): notice is Extract<Notice, { kind: 'create' }> {
  return notice?.kind === 'create' && notice.state === 'undoable'
}

/**
 * Returns the place of a notice in the order. Offline is above every end: the countdowns can't be
 * confirmed then, and nothing can be extended. A decision comes before an end that is minutes away,
 * because a start or a replacement stands still until then, and so does a start that is sent in
 * seconds. What only informs comes last.
 */
function rankOf(notice: Notice): number {
  switch (notice.kind) {
    case 'offline':
      return 0
    case 'ending':
      return rankOfEnd(notice.leftMs)
    case 'endings':
      return rankOfEnd(notice.endings[0].leftMs)
    case 'question':
      return 2
    case 'bulk':
      // Its Undo, which is there for seconds only, comes before every end.
      return notice.inMs === null ? rankOfOperation(notice.state) : 0.5
    case 'plan':
    case 'create':
      return rankOfOperation(notice.state)
    case 'locked':
    case 'outdated':
      return 2.5
    case 'alert':
      return notice.alert.kind === 'budget' ? 7 : 4
    case 'alerts':
    case 'unsent':
    case 'simulator-failed':
      return 4
    case 'failed':
      return 5
    case 'incomplete':
    case 'unreadable':
    case 'storage':
      return 7
    case 'skewed':
      return 9
  }
}

function rankOfOperation(state: OperationState): number {
  return { undoable: 1.5, asks: 2, over: 4, 'under-way': 8 }[state]
}

function rankOfEnd(leftMs: number | null): number {
  return leftMs === null ? 4 : { urgent: 1, soon: 3, plain: 6 }[toneOfEnd(leftMs)]
}

function leftMsOf(notice: Notice): number {
  if (notice.kind === 'endings') return notice.endings[0].leftMs ?? Infinity
  return notice.kind === 'ending' ? (notice.leftMs ?? Infinity) : Infinity
}

function endingNotices(endings: readonly NoticeEnding[]): Notice[] {
  const [first, ...others] = endings
  if (first && endings.length > MAX_SINGLE)
    return [{ kind: 'endings', key: 'endings', endings: [first, ...others] }]
  return endings.map(asNotice)
}

/** Returns the notice of a single end. */
export function asNotice(ending: NoticeEnding): Extract<Notice, { kind: 'ending' }> {
  return { kind: 'ending', key: ending.alert.id, ...ending }
}

/** The alerts of a kind stand one by one, or as one notice at the place of the newest. */
function alertNotices(alerts: readonly Alert[]): Notice[] {
  const byKind = new Map<AlertKind, Alert[]>()
  for (const alert of alerts) {
    const alike = byKind.get(alert.kind)
    if (alike) alike.push(alert)
    else byKind.set(alert.kind, [alert])
  }
  return alerts.flatMap((alert): Notice[] => {
    const alike = byKind.get(alert.kind) ?? []
    if (alike.length <= MAX_SINGLE) return [{ kind: 'alert', key: alert.id, alert }]
    return alert === alike[0]
      ? [{ kind: 'alerts', key: `alerts ${alert.kind}`, alerts: alike }]
      : []
  })
}

function operationNotices({ plans, creates, unsent, bulks }: NoticeFacts): Notice[] {
  return [
    ...bulks.map((bulk) => ({ kind: 'bulk' as const, key: `bulk ${bulk.run.id}`, ...bulk })),
    ...plans.map(({ plan, reachability }) => ({
      kind: 'plan' as const,
      key: `plan ${plan.id}`,
      plan,
      reachability,
      state: planState(plan, reachability),
    })),
    ...creates.map((each) => ({
      kind: 'create' as const,
      key: `create ${each.intent.id}`,
      ...each,
      state: createState(each),
    })),
    ...unsent.map((each) => ({
      kind: 'unsent' as const,
      key: `unsent ${each.action.id}`,
      ...each,
    })),
  ]
}

function planState(plan: StartPlan, reachability: Reachability): OperationState {
  if (plan.end !== null || reachability === 'account-gone') return 'over'
  if (reachability === 'locked') return 'asks'
  return plan.isPaused && !plan.isHalted ? 'asks' : 'under-way'
}

function createState({ intent, reachability, undoLeftMs }: CreateFacts): OperationState {
  if (intent.end === 'adopted') return 'under-way'
  if (intent.end !== null || reachability === 'account-gone') return 'over'
  if (reachability === 'locked') return 'asks'
  return undoLeftMs > 0 && !intent.isCancelled ? 'undoable' : 'under-way'
}

/** One notice per cause: a key unlocks all regions of its account, and an outage has one reason. */
function endpointNotices(endpoints: readonly EndpointState[]): Notice[] {
  const lockedAccounts = new Map<string, EndpointState>()
  const failedByCause = new Map<ServiceErrorKind | null, EndpointState[]>()
  const notices: Notice[] = []
  for (const endpoint of endpoints) {
    const { account } = endpoint.ref
    const place = `${account.id} ${endpoint.ref.endpoint}`
    if (endpoint.status === 'locked' && !lockedAccounts.has(account.id))
      lockedAccounts.set(account.id, endpoint)
    if (endpoint.status === 'failed') {
      const cause = endpoint.error?.kind ?? null
      failedByCause.set(cause, [...(failedByCause.get(cause) ?? []), endpoint])
    }
    if (endpoint.isIncomplete)
      notices.push({ kind: 'incomplete', key: `incomplete ${place}`, endpoint })
    if (endpoint.unreadable.length > 0)
      notices.push({ kind: 'unreadable', key: `unreadable ${place}`, endpoint })
    // A simulated service that runs faster than real time has a different clock by design.
    const skewMs = (account.simulatedSpeed ?? 1) === 1 ? (endpoint.clock?.offsetMs ?? 0) : 0
    if (Math.abs(skewMs) > SKEW_SHOWN_MS)
      notices.push({ kind: 'skewed', key: `skewed ${place}`, endpoint, skewMs })
  }
  for (const [id, endpoint] of lockedAccounts)
    notices.push({ kind: 'locked', key: `locked ${id}`, endpoint })
  for (const [cause, failed] of failedByCause)
    notices.push({ kind: 'failed', key: `failed ${cause}`, cause, endpoints: failed })
  return notices
}

function storageNotices({
  isOutdated,
  isRefused,
  setAside,
  hasUnreadMessage,
}: NoticeFacts['storage']): Notice[] {
  const notices: Notice[] = []
  const add = (problem: StorageProblem, key: string = problem) =>
    notices.push({ kind: 'storage', key: `storage ${key}`, problem })
  if (isRefused && !isOutdated) add('refused')
  // What is set aside later is another notice.
  if (setAside.length > 0) add('set-aside', `set-aside ${setAside.join(' ')}`)
  if (hasUnreadMessage) add('other-version')
  return notices
}
