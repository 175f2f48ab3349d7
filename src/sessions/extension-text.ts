import { formatDuration } from '../i18n/format.ts'
import { t } from '../i18n/t.ts'
import type { ServiceResult } from '../service/result.ts'
import type { Session } from '../service/session.ts'
import { addToast } from '../screens/shell/toasts-store.ts'
import type { Settled } from './extend-session.ts'
import type { FleetRow } from './fleet-model.ts'

const settledText = (id: string, { end, extension, session }: Settled): string => {
  const lease = formatDuration(session?.leaseMs ?? extension.goalMs)
  const added = formatDuration(extension.goalMs - extension.baseMs)
  switch (end) {
    case 'done':
      return t(extension.isAnew ? 'extend.doneAnew' : 'extend.done', { id, lease, added })
    case 'found':
      return t('extend.doneAfterAll', { id, lease })
    case 'longer':
      return t('extend.already', { id, lease })
    case 'unsure':
      return t('extend.unsure', { id, lease })
    case 'not-added':
      return t('extend.notAdded', { id, lease })
    case 'ended':
      return t('extend.ended', { id })
    case 'unknown':
      return t('extend.unknown', { id })
    case 'failed':
      return t('extend.failed', { id })
  }
}

/**
 * Tells how an extension ended.
 * @param isOverruled it did not leave because the session is being stopped
 * @param settled null when nothing left
 */
export const tellExtension = (
  { session: { id } }: FleetRow,
  isOverruled: boolean,
  settled: Settled | null,
  result: ServiceResult<Session | null>,
): void => {
  const error = result.ok ? null : result.error
  if (isOverruled && (settled === null || settled.end === 'failed'))
    addToast({ tone: 'failure', text: t('extend.stopping', { id }), error: null })
  // Undone by the user, which needs no telling, unless something had left.
  else if (error?.kind === 'cancelled' && (settled === null || settled.end === 'failed')) return
  else
    addToast({
      tone: result.ok ? 'success' : 'failure',
      text: settled ? settledText(id, settled) : t('extend.failed', { id }),
      error,
    })
}
