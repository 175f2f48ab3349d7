import { useLocation } from 'react-router'
import { PageLink } from '../shell/page-link.tsx'
import type { Reachability } from '../../accounts/endpoint-lookup.ts'
import { locationKey } from '../../accounts/endpoint-key.ts'
import { t } from '../../i18n/t.ts'
import { paths } from '../../paths.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { type CreateIntent, leftNothing } from '../../starts/create-intent.ts'
import { dismissCreates } from '../../starts/create-intents-table.ts'
import { undoCreate } from '../../starts/run-create.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { DismissButton } from '../../ui/dismiss-button.tsx'
import { NoticeRow } from '../alerts/notice-row.tsx'
import { createText } from './create-text.ts'

/** A create under way or ended: what is done about it, and the way to cancel it. */
export function CreateItem({
  intent,
  reachability,
  undoLeftMs,
}: {
  intent: CreateIntent
  reachability: Reachability
  undoLeftMs: number
}) {
  const runtime = useRuntime()
  const { search } = useLocation()
  const { id, end, isCancelled } = intent
  const text = createText(intent, reachability, undoLeftMs)
  const dismiss = () => void dismissCreates(runtime, [id])
  return (
    <NoticeRow
      icon={end === null || end === 'adopted' ? 'clock' : 'warning'}
      actions={
        end === null && reachability !== 'account-gone' ? (
          !isCancelled && <UndoCreate intent={intent} />
        ) : (
          <>
            {leftNothing(intent) && (
              <PageLink
                to={{ pathname: paths.newSession, search }}
                state={{
                  template: {
                    location: locationKey(intent),
                    sessionId: intent.wanted.id,
                    size: intent.wanted.size,
                    leaseMs: intent.wanted.leaseMs,
                    models: intent.wanted.models,
                  },
                }}
                className={buttonClass('secondary', 'small')}
                onClick={dismiss}
              >
                {t('intent.again')}
              </PageLink>
            )}
            <DismissButton message={text} onClick={dismiss} />
          </>
        )
      }
    >
      {text}
    </NoticeRow>
  )
}

/** Takes a create back, whichever tab runs it. */
export function UndoCreate({ intent }: { intent: CreateIntent }) {
  const runtime = useRuntime()
  const { id, size } = intent.wanted
  return (
    <Button
      size="small"
      aria-label={t('intent.takeBackOf', { id: id === '' ? size : id })}
      onClick={() => void undoCreate(runtime, intent)}
    >
      {t('intent.takeBack')}
    </Button>
  )
}
