import { useLocation } from 'react-router'
import { formatDuration } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { paths } from '../../paths.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import type { UnsentAction } from '../../sessions/unsent-action.ts'
import { dismissUnsentAction } from '../../sessions/unsent-actions-table.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { DismissButton } from '../../ui/dismiss-button.tsx'
import { NoticeRow } from '../alerts/notice-row.tsx'
import type { UnsentNotice } from '../alerts/notices.ts'
import { PageLink } from '../shell/page-link.tsx'
import { StopButton } from './stop-button.tsx'
import { useExtending } from './use-extending.ts'

/**
 * A stop or extension whose tab was closed before it ended, with a way to ask for it again.
 * @param props `onStop`: opens the confirmation elsewhere, and calls back once it is confirmed
 */
export function UnsentItem({
  action,
  repeat,
  onStop,
}: UnsentNotice & { onStop: (row: FleetRow, onConfirmed: () => void) => void }) {
  const runtime = useRuntime()
  const text = unsentText(action)
  const dismiss = () => void dismissUnsentAction(runtime, action.id)
  return (
    <NoticeRow
      tone="warning"
      actions={
        <>
          {repeat?.kind === 'stop' ? (
            <StopButton row={repeat.row} onAsk={() => onStop(repeat.row, dismiss)} />
          ) : (
            <ExtendAgain action={action} repeat={repeat} />
          )}
          <DismissButton message={text} onClick={dismiss} />
        </>
      }
    >
      {text}
    </NoticeRow>
  )
}

/** Asks for an extension that was not sent again; nothing where that isn't possible. */
export function ExtendAgain({ action, repeat }: UnsentNotice) {
  const { search } = useLocation()
  const runtime = useRuntime()
  if (repeat === null || repeat.kind === 'stop') return null
  const { row } = repeat
  if (repeat.kind === 'extend')
    return (
      <ExtendByAgain
        row={row}
        addMs={repeat.addMs}
        onAsked={() => void dismissUnsentAction(runtime, action.id)}
      />
    )
  const { ref, session } = row
  return (
    // It requests nothing, so the notice stays.
    <PageLink
      to={{ pathname: paths.extendSession(ref.account.id, ref.endpoint, session.id), search }}
      className={buttonClass('secondary', 'small')}
      aria-label={t('unsent.extendOf', { id: session.id })}
    >
      {t('unsent.extend')}
    </PageLink>
  )
}

function ExtendByAgain({
  row,
  addMs,
  onAsked,
}: {
  row: FleetRow
  addMs: number
  onAsked: () => void
}) {
  const { disabledReason, onClick } = useExtending(row).by({ addMs })
  const added = formatDuration(addMs)
  return (
    <Button
      size="small"
      aria-label={t('unsent.extendByOf', { id: row.session.id, added })}
      disabledReason={disabledReason}
      onClick={() => {
        onAsked()
        onClick()
      }}
    >
      {t('unsent.extendBy', { added })}
    </Button>
  )
}

/** Returns what is known of an action that was cut off, in a sentence. */
export function unsentText({ kind, sessionId: id, addMs, sentAtMs }: UnsentAction): string {
  if (kind === 'stop')
    return t(sentAtMs === null ? 'unsent.stopNotSent' : 'unsent.stopUnclear', { id })
  if (sentAtMs !== null) return t('unsent.extendUnclear', { id })
  return addMs === null
    ? t('unsent.extendNotSent', { id })
    : t('unsent.extendByNotSent', { id, added: formatDuration(addMs) })
}
