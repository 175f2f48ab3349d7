import { formatDuration } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import type { ServiceError } from '../../service/result.ts'
import type { ActionOutcome } from '../../sessions/action-events.ts'
import type { ExtendOutcome } from '../../sessions/extend-outcome.ts'
import type { StopOutcome } from '../../sessions/stop-session.ts'
import type { ToastAction } from '../shell/toasts-store.ts'

/** The message about an outcome. */
export type OutcomeMessage = {
  tone: 'success' | 'failure'
  text: string
  error: ServiceError | null
  action?: ToastAction
}

/** Returns the message about an extension or a stop that has ended; null when it was undone. */
export function outcomeMessage({
  kind,
  row,
  outcome,
  retry,
}: ActionOutcome): OutcomeMessage | null {
  if (outcome.end === 'undone') return null
  const { id } = row.session
  return {
    tone: outcome.ok ? 'success' : 'failure',
    text: kind === 'stop' ? stopText(id, outcome) : extendText(id, outcome),
    error: 'error' in outcome ? outcome.error : null,
    ...(retry && { action: { label: t('toast.retry'), of: id, run: retry } }),
  }
}

function stopText(id: string, { end }: StopOutcome): string {
  switch (end) {
    case 'stopped':
      return t('stop.done', { id })
    case 'already-gone':
      return t('stop.alreadyGone', { id })
    case 'unproved':
      return t('stop.unproved', { id })
    case 'failed':
    case 'undone':
      return t('stop.failed', { id })
  }
}

function extendText(id: string, outcome: ExtendOutcome): string {
  switch (outcome.end) {
    case 'done':
    case 'done-anew': {
      const lease = formatDuration(outcome.leaseMs)
      const added = formatDuration(outcome.addedMs)
      const message = outcome.end === 'done' ? 'extend.done' : 'extend.doneAnew'
      return t(message, { id, lease, added })
    }
    case 'found':
      return t('extend.doneAfterAll', { id, lease: formatDuration(outcome.leaseMs) })
    case 'longer':
      return t('extend.already', { id, lease: formatDuration(outcome.leaseMs) })
    case 'unsure':
      return t('extend.unsure', { id, lease: formatDuration(outcome.leaseMs) })
    case 'not-added':
      return t('extend.notAdded', { id, lease: formatDuration(outcome.leaseMs) })
    case 'ended':
      return t('extend.ended', { id })
    case 'unknown':
      return t('extend.unknown', { id })
    case 'stopping':
      return t('extend.stopping', { id })
    case 'failed':
    case 'undone':
      return t('extend.failed', { id })
  }
}
