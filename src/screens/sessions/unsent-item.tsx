import { formatDuration } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import type { UnsentAction } from '../../sessions/unsent-action.ts'
import { dismissUnsentAction } from '../../sessions/unsent-actions-table.ts'
import { DismissButton } from '../../ui/dismiss-button.tsx'
import { NoticeRow } from '../alerts/notice-row.tsx'

/** A stop or extension whose tab was closed before it ended. */
export function UnsentItem({ action }: { action: UnsentAction }) {
  const runtime = useRuntime()
  const text = unsentText(action)
  return (
    <NoticeRow
      tone="warning"
      actions={
        <DismissButton
          message={text}
          onClick={() => void dismissUnsentAction(runtime, action.id)}
        />
      }
    >
      {text}
    </NoticeRow>
  )
}

/** Returns what is known of an action that was cut off, in a sentence. */
export function unsentText({ kind, sessionId: id, addMs, sentAtMs }: UnsentAction): string {
  if (kind === 'stop')
    return t(sentAtMs === null ? 'wish.stopNotSent' : 'wish.stopUnclear', { id })
  if (sentAtMs !== null) return t('wish.extendUnclear', { id })
  return addMs === null
    ? t('wish.extendNotSent', { id })
    : t('wish.extendByNotSent', { id, added: formatDuration(addMs) })
}
