import { t } from '../../i18n/t.ts'
import { visibleText } from '../../i18n/visible-text.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import type { CreateIntent } from '../../starts/create-intent.ts'
import { canRetry, canUndo, type CreateProgress } from '../../starts/create-progress.ts'
import { undoCreate } from '../../starts/run-create.ts'
import { useCreateProgress } from '../../starts/use-create-progress.ts'
import type { SubmittedStart } from '../../starts/use-create-session.ts'
import { Button } from '../../ui/button.tsx'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { LiveText } from '../../ui/live-text.tsx'
import { useNowMs } from '../../util/ticker.ts'
import { UsualStart } from '../sessions/usual-start.tsx'
import { OpenStartedLink } from './open-started-link.tsx'
import { progressText, spokenProgressText } from './progress-text.ts'

const STEPS = ['progress.stepQueued', 'progress.stepCreated', 'progress.stepReady'] as const

const STEP_ICONS: Record<'done' | 'now' | 'next', IconName> = {
  done: 'check',
  now: 'clock',
  next: 'next',
}

/** The steps of a single create, from the click to Ready. */
export function CreateSteps({ start }: { start: SubmittedStart }) {
  const nowMs = useNowMs()
  const known = useCreateProgress(start.id)
  const progress: CreateProgress = known?.progress ?? { kind: 'preparing' }
  const current = stepOf(progress)
  const size = start.wanted.candidates[0]?.size ?? ''
  return (
    <>
      <ol className="grid gap-1">
        {STEPS.map((step, index) => {
          const state = index < current ? 'done' : index === current ? 'now' : 'next'
          return (
            <li
              key={step}
              aria-current={state === 'now' ? 'step' : undefined}
              className={`flex min-h-7 flex-wrap items-center gap-x-2 ${state === 'next' ? 'text-muted' : ''}`}
            >
              <Icon
                name={STEP_ICONS[state]}
                className={`size-3.5 ${state === 'now' ? 'text-starting' : state === 'done' ? 'text-ready' : ''}`}
              />
              <span className="w-20">{t(step)}</span>
              {state === 'now' && (
                <LiveText
                  className="text-muted min-w-0 flex-1"
                  text={progressText(progress, nowMs)}
                  spoken={spokenProgressText(progress)}
                />
              )}
              {state !== 'now' && index === 2 && (
                <span className="text-muted min-w-0 flex-1">
                  <UsualStart size={size} />
                </span>
              )}
            </li>
          )
        })}
      </ol>
      {known && canUndo(progress) && (
        <UndoButton intent={known.intent} name={start.wanted.id} />
      )}
    </>
  )
}

/** One session of a batch, with what can be done about it. */
export function CreateLine({
  start,
  name,
  onRetry,
}: {
  start: SubmittedStart
  name: string
  onRetry: (start: SubmittedStart) => void
}) {
  const nowMs = useNowMs()
  const known = useCreateProgress(start.id)
  const progress: CreateProgress = known?.progress ?? { kind: 'preparing' }
  const sessionId = 'sessionId' in progress ? progress.sessionId : null
  return (
    <div className="flex min-h-9 items-center gap-2 py-1">
      <span className="min-w-0 flex-1">
        <span className="block truncate font-semibold" title={visibleText(sessionId ?? name)}>
          {visibleText(sessionId ?? name)}
        </span>
        <span className={progress.kind === 'failed' ? 'text-error' : 'text-muted'}>
          {progressText(progress, nowMs)}
        </span>
      </span>
      {known && canUndo(progress) && <UndoButton intent={known.intent} name={name} />}
      {canRetry(progress) && (
        <Button
          size="small"
          aria-label={t('progress.retryOf', { id: name })}
          onClick={() => onRetry(start)}
        >
          {t('progress.retry')}
        </Button>
      )}
      {known && sessionId !== null && (
        <OpenStartedLink intent={known.intent} sessionId={sessionId} />
      )}
    </div>
  )
}

/** The step that a create is at. */
function stepOf({ kind }: CreateProgress): number {
  if (kind === 'starting' || kind === 'ended') return 2
  return kind === 'requested' || kind === 'checking' || kind === 'undoing' ? 1 : 0
}

function UndoButton({ intent, name }: { intent: CreateIntent; name: string }) {
  const runtime = useRuntime()
  return (
    <Button
      size="small"
      className="justify-self-start"
      aria-label={t('intent.takeBackOf', { id: name })}
      onClick={() => void undoCreate(runtime, intent)}
    >
      <Icon name="undo" className="size-3.5" />
      {t('intent.takeBack')}
    </Button>
  )
}
