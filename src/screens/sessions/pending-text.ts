import { formatDuration } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import type { ActionProgress, PendingAction } from '../../sessions/pending-actions.ts'
import { secondsUntil } from '../calls/gate-text.ts'

/**
 * Returns what the user requested for a session, and its progress.
 * @param nowMs local clock, epoch ms
 */
export function actionText(
  kind: PendingAction['kind'],
  progress: ActionProgress,
  nowMs: number,
): string {
  const what = requestText(kind, progress.addMs)
  switch (progress.phase) {
    case 'waiting':
      return waitingText(what, progress.leavesAtMs, nowMs)
    case 'leaving':
      return t('pending.leaving', { what })
    case 'sent':
      return t('pending.sent', { what })
    case 'verifying':
      return kind === 'stop' ? t('pending.verifying') : t('pending.checking', { what })
  }
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
  const isCounting =
    progress.phase === 'waiting' &&
    progress.leavesAtMs !== null &&
    secondsUntil(progress.leavesAtMs, nowMs) > 0
  return actionText(kind, isCounting ? { ...progress, leavesAtMs: null } : progress, nowMs)
}

function requestText(kind: PendingAction['kind'], addMs: number | null): string {
  if (kind === 'stop') return t('pending.stop')
  return addMs === null
    ? t('pending.extend')
    : t('pending.extendBy', { duration: formatDuration(addMs) })
}

function waitingText(what: string, leavesAtMs: number | null, nowMs: number): string {
  if (leavesAtMs === null) return t('pending.notReady', { what })
  const seconds = secondsUntil(leavesAtMs, nowMs)
  return seconds > 0 ? t('pending.waiting', { what, seconds }) : t('pending.leaving', { what })
}
