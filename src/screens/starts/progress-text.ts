import { formatDuration } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import type { CreateProgress } from '../../starts/create-progress.ts'
import { noStartText } from './no-start-text.ts'

/**
 * Like {@link progressText} without a running number, for a live region, which would read each
 * second aloud.
 */
export function spokenProgressText(progress: CreateProgress): string {
  if (progress.kind === 'queued') return t('progress.queued')
  if (progress.kind === 'requested') return t('progress.awaiting')
  if (progress.kind === 'starting') return t('left.starting')
  return progressText(progress, 0)
}

/**
 * Returns where a create stands, in words that stand beside its name. createText says it for a
 * notice.
 * @param nowMs local clock, epoch ms
 */
export function progressText(progress: CreateProgress, nowMs: number): string {
  switch (progress.kind) {
    case 'preparing':
      return t('progress.preparing')
    case 'queued':
      return progress.leavesAtMs === null
        ? t('progress.queued')
        : t('progress.sendsIn', {
            seconds: Math.max(0, Math.ceil((progress.leavesAtMs - nowMs) / 1000)),
          })
    case 'requested':
      return t('progress.requested', { time: formatDuration(nowMs - progress.sinceMs) })
    case 'checking':
      return t('progress.checking', { attempts: progress.attempts })
    case 'undoing':
      return t('progress.undoing')
    case 'starting':
      return progress.sinceMs === null
        ? t('left.starting')
        : t('left.startingFor', { time: formatDuration(nowMs - progress.sinceMs) })
    case 'ready':
      return t('progress.ready')
    case 'there':
      return t('progress.there')
    case 'ended':
      return t('progress.ended', { status: progress.status })
    case 'failed':
      return progress.failure === null
        ? t('progress.notStarted')
        : t('progress.failed', { reason: noStartText(progress.failure) })
    case 'undone':
      return t('progress.undone')
    case 'unclear':
      return t('progress.unclear', { candidates: progress.candidates.join(', ') })
  }
}
