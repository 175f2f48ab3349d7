import { formatDuration, formatTime } from '../../i18n/format.ts'
import { type MessageId, t } from '../../i18n/t.ts'
import type { ActionProgress, PendingAction } from '../../sessions/pending-actions.ts'
import { secondsUntil } from '../calls/gate-text.ts'

/** Where an action stands, as far as its text tells. */
type Stage = 'waiting' | 'counting' | 'leaving' | 'sent' | 'verifying'

/** Whole sentences, because other languages can't be put together from these parts. */
const texts: Record<'stop' | 'extend' | 'extendBy', Record<Stage, MessageId>> = {
  stop: {
    waiting: 'pending.stopWaiting',
    counting: 'pending.stopIn',
    leaving: 'pending.stopLeaving',
    sent: 'pending.stopSent',
    verifying: 'pending.stopVerifying',
  },
  extend: {
    waiting: 'pending.extendWaiting',
    counting: 'pending.extendIn',
    leaving: 'pending.extendLeaving',
    sent: 'pending.extendSent',
    verifying: 'pending.extendVerifying',
  },
  extendBy: {
    waiting: 'pending.extendByWaiting',
    counting: 'pending.extendByIn',
    leaving: 'pending.extendByLeaving',
    sent: 'pending.extendBySent',
    verifying: 'pending.extendByVerifying',
  },
}

/**
 * Returns what the user requested for a session, and its progress.
 * @param nowMs local clock, epoch ms
 */
export function actionText(
  kind: PendingAction['kind'],
  progress: ActionProgress,
  nowMs: number,
): string {
  const { addMs } = progress
  const what = kind === 'stop' ? 'stop' : addMs === null ? 'extend' : 'extendBy'
  return t(texts[what][stageOf(progress, nowMs)], {
    added: formatDuration(addMs ?? 0),
    seconds:
      progress.phase === 'waiting' ? secondsUntil(progress.leavesAtMs ?? nowMs, nowMs) : 0,
    time: progress.phase === 'verifying' ? formatTime(endOfMinute(progress.untilMs)) : '',
  })
}

const MINUTE_MS = 60_000

/** The next whole minute: a time that is cut to its minute would already be over. */
function endOfMinute(atMs: number): number {
  return Math.ceil(atMs / MINUTE_MS) * MINUTE_MS
}

/**
 * Like {@link actionText} without the seconds, for a live region, which would read each of them
 * aloud.
 */
export function spokenActionText(
  kind: PendingAction['kind'],
  progress: ActionProgress,
  nowMs: number,
): string {
  const isCounting = stageOf(progress, nowMs) === 'counting'
  const spoken: ActionProgress =
    isCounting && progress.phase === 'waiting' ? { ...progress, leavesAtMs: null } : progress
  return actionText(kind, spoken, nowMs)
}

function stageOf(progress: ActionProgress, nowMs: number): Stage {
  if (progress.phase !== 'waiting') return progress.phase
  if (progress.leavesAtMs === null) return 'waiting'
  return secondsUntil(progress.leavesAtMs, nowMs) > 0 ? 'counting' : 'leaving'
}
