import { formatDuration } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { dismissUnsentAction, unsentActionsStore } from '../../sessions/unsent-actions-table.ts'
import { DismissButton } from '../../ui/dismiss-button.tsx'
import { isUnreadUnsentAction, type UnsentAction } from '../../sessions/unsent-action.ts'
import { Strip, StripItem } from '../starts/strip-item.tsx'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'

/** Stops and extensions whose tab was closed before they ended. */
export function UnsentStrip() {
  const runtime = useRuntime()
  const actions = [
    ...useRuntimeStore(unsentActionsStore, (state) => state.rows).values(),
  ].filter(isUnreadUnsentAction)
  return (
    <Strip label={t('wish.region')}>
      {actions.length > 0 &&
        actions.map((action) => {
          const text = unsentText(action)
          return (
            <StripItem
              key={action.id}
              icon="warning"
              actions={
                <DismissButton
                  message={text}
                  onClick={() => void dismissUnsentAction(runtime, action.id)}
                />
              }
            >
              {text}
            </StripItem>
          )
        })}
    </Strip>
  )
}

function unsentText({ kind, sessionId: id, addMs, sentAtMs }: UnsentAction): string {
  if (kind === 'stop')
    return t(sentAtMs === null ? 'wish.stopNotSent' : 'wish.stopUnclear', { id })
  if (sentAtMs !== null) return t('wish.extendUnclear', { id })
  return addMs === null
    ? t('wish.extendNotSent', { id })
    : t('wish.extendByNotSent', { id, added: formatDuration(addMs) })
}
