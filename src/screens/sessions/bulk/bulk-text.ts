import { formatDuration } from '../../../i18n/format.ts'
import { type MessageId, t } from '../../../i18n/t.ts'
import { endpointLabel } from '../../../service/endpoints.ts'
import { serviceError } from '../../../service/result.ts'
import {
  type BulkHalt,
  type BulkItem,
  type BulkRun,
  type BulkStanding,
  bulkStanding,
  type BulkTally,
} from '../../../sessions/bulk.ts'
import { errorHeadline } from '../../shell/error-text.ts'
import type { BulkLine } from './bulk-lines.tsx'

/** Returns how long something takes, in a few words. @param ms an estimate */
export function aboutText(ms: number): string {
  if (ms < 10_000) return t('bulk.moment')
  return t('bulk.about', { time: aboutTime(ms) })
}

/** An estimate isn't right to the second. */
function aboutTime(ms: number): string {
  return formatDuration(ms < 55_000 ? Math.ceil(ms / 10_000) * 10_000 : roundedMinutes(ms))
}

function roundedMinutes(ms: number): number {
  return Math.max(1, Math.round(ms / 60_000)) * 60_000
}

/**
 * Returns what a bulk operation does or did, in one line.
 * @param inMs time until its start, ms; null once it has started
 * @param leftMs an estimate of the rest, ms; null when it doesn't go on
 */
export function bulkTitle(
  run: BulkRun,
  tally: BulkTally,
  { inMs, leftMs }: { inMs: number | null; leftMs: number | null },
): string {
  if (inMs !== null) return startsText(run, inMs)
  const what = doneText(run, tally)
  const parts = problemParts(tally)
  const whole = parts.length === 0 ? what : t('bulk.with', { what, parts: parts.join(' · ') })
  if (run.state === 'canceled') return t('bulk.canceling', { what: whole })
  return leftMs === null || run.state !== 'running' || leftMs < 10_000
    ? whole
    : t('bulk.withLeft', { what: whole, time: aboutTime(leftMs) })
}

function startsText({ change, targets }: BulkRun, inMs: number): string {
  const seconds = Math.max(1, Math.ceil(inMs / 1000))
  const count = targets.length
  return change.kind === 'stop'
    ? t('bulk.stopsIn', { count, seconds })
    : t('bulk.extendsIn', { count, seconds, added: formatDuration(change.addMs) })
}

function doneText({ change, targets }: BulkRun, { done }: BulkTally): string {
  const count = targets.length
  return change.kind === 'stop'
    ? t('bulk.stopped', { count, done })
    : t('bulk.extended', { count, done, added: formatDuration(change.addMs) })
}

function problemParts(tally: BulkTally): string[] {
  const counted: [MessageId, number][] = [
    ['bulk.refusedCount', tally.refused],
    ['bulk.unclearCount', tally.unclear],
    ['bulk.endedCount', tally.ended],
    ['bulk.stoppingCount', tally.stopping],
    ['bulk.undoneCount', tally.undone + tally.canceled],
  ]
  return counted.flatMap(([id, count]) => (count > 0 ? [t(id, { count })] : []))
}

const halts: Record<BulkHalt, MessageId> = {
  'tab-gone': 'bulk.halt.tabGone',
  offline: 'bulk.halt.offline',
  locked: 'bulk.halt.locked',
  'not-listed': 'bulk.halt.notListed',
  late: 'bulk.halt.late',
}

/** Returns why an operation goes no further. */
export function haltText(halt: BulkHalt): string {
  return t(halts[halt])
}

const standings: Record<Exclude<BulkStanding, 'done' | 'refused'>, MessageId> = {
  waiting: 'bulk.is.waiting',
  queued: 'bulk.is.queued',
  sent: 'bulk.is.sent',
  ended: 'bulk.is.ended',
  unclear: 'bulk.is.unclear',
  stopping: 'bulk.is.stopping',
  undone: 'bulk.is.undone',
  canceled: 'bulk.is.undone',
}

/** Returns a line for each session of an operation. */
export function bulkLines(run: BulkRun, items: ReadonlyMap<number, BulkItem>): BulkLine[] {
  return run.targets.map(({ accountId, endpoint, sessionId }, index) => {
    const item = items.get(index)
    const standing = bulkStanding(run, item)
    return {
      key: `${accountId} ${endpoint} ${sessionId}`,
      id: sessionId,
      place: endpointLabel(endpoint),
      text: standingText(run, standing, item),
      tone:
        standing === 'done'
          ? 'good'
          : standing === 'refused' || standing === 'unclear'
            ? 'failure'
            : 'plain',
    }
  })
}

function standingText(
  { change }: BulkRun,
  standing: BulkStanding,
  item: BulkItem | undefined,
): string {
  if (standing === 'done')
    return t(change.kind === 'stop' ? 'bulk.is.stopped' : 'bulk.is.extended')
  if (standing === 'refused')
    return errorHeadline(serviceError(item?.result?.errorKind ?? 'internal'), change.kind)
  return t(standings[standing])
}
