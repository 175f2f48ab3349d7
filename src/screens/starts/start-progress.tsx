import { useEffect, useRef, useId } from 'react'
import { useLocation } from 'react-router'
import { PageLink } from '../shell/page-link.tsx'
import { t } from '../../i18n/t.ts'
import { visibleText } from '../../i18n/visible-text.ts'
import { paths } from '../../paths.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { canRetry, canUndo, type CreateProgress } from '../../starts/create-progress.ts'
import type { CreateIntent } from '../../starts/create-intent.ts'
import { undoCreate } from '../../starts/run-create.ts'
import { haltStartPlan } from '../../starts/run-start-plan.ts'
import { currentAttempt, type StartPlan } from '../../starts/start-plan.ts'
import { startPlansStore } from '../../starts/start-plans-table.ts'
import { isStartPlan } from '../../starts/start-session.ts'
import { useCreateProgress, useIsAnyUnderWay } from '../../starts/use-create-progress.ts'
import type { SubmittedStart } from '../../starts/use-create-session.ts'
import { useStartPlanFacts } from '../../starts/use-start-plan-facts.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { LiveText } from '../../ui/live-text.tsx'
import { useNowMs } from '../../util/ticker.ts'
import { UsualStart } from '../sessions/usual-start.tsx'
import { progressText, spokenProgressText } from './progress-text.ts'
import { startPlanEndText } from './start-plan-item.tsx'
import { StartPlanLines } from './start-plan-lines.tsx'

/**
 * What comes of the starts that a form asked for: the steps of a single one, or a line for each
 * session of a batch. Takes the focus when it opens, because the form is locked then.
 */
export function StartProgress({
  starts,
  onRetry,
}: {
  starts: readonly SubmittedStart[]
  onRetry: (start: SubmittedStart) => void
}) {
  const id = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    heading.current?.focus()
  }, [])
  const [only] = starts
  const isUnderWay = useIsUnderWay(starts)
  return (
    <section
      aria-labelledby={id}
      className="border-line bg-bar grid gap-2 rounded-md border px-4 py-3 text-sm"
    >
      <h2
        id={id}
        ref={heading}
        tabIndex={-1}
        className="font-semibold wrap-anywhere outline-none"
      >
        {starts.length === 1 && only
          ? t('progress.title', { id: nameOf(only, 0) })
          : t('progress.titleOfMany', { count: starts.length })}
      </h2>
      {starts.length === 1 && only ? (
        isStartPlan(only.wanted) ? (
          <PlanProgress start={only} />
        ) : (
          <CreateSteps start={only} />
        )
      ) : (
        <ul className="divide-line -my-1 divide-y">
          {starts.map((start, index) => (
            <li key={index}>
              {isStartPlan(start.wanted) ? (
                <PlanProgress start={start} name={nameOf(start, index)} />
              ) : (
                <CreateLine start={start} name={nameOf(start, index)} onRetry={onRetry} />
              )}
            </li>
          ))}
        </ul>
      )}
      {isUnderWay && <p className="text-muted text-xs">{t('progress.mayLeave')}</p>}
    </section>
  )
}

/** Whether any of the starts goes on when the panel is closed. */
function useIsUnderWay(starts: readonly SubmittedStart[]): boolean {
  const plans = useRuntimeStore(startPlansStore, (state) => state.rows)
  const isAnyCreateUnderWay = useIsAnyUnderWay(starts.map(({ id }) => id))
  return (
    isAnyCreateUnderWay ||
    starts.some(({ id }) => {
      const plan = plans.get(id)
      return plan !== undefined && plan.end === null && !plan.isHalted && !plan.isPaused
    })
  )
}

/** What a start is called before the service names its session. */
function nameOf({ wanted }: SubmittedStart, index: number): string {
  return wanted.id === '' ? t('progress.nameless', { number: index + 1 }) : wanted.id
}

/** The steps of one create, from the click to Ready. */
const STEPS = ['progress.stepQueued', 'progress.stepCreated', 'progress.stepReady'] as const

/** The step that a create is at. */
function stepOf({ kind }: CreateProgress): number {
  if (kind === 'starting' || kind === 'ended') return 2
  return kind === 'requested' || kind === 'checking' || kind === 'undoing' ? 1 : 0
}

function CreateSteps({ start }: { start: SubmittedStart }) {
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

const STEP_ICONS: Record<'done' | 'now' | 'next', IconName> = {
  done: 'check',
  now: 'clock',
  next: 'next',
}

/** One session of a batch, with what can be done about it. */
function CreateLine({
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
      {known && sessionId !== null && <OpenLink intent={known.intent} sessionId={sessionId} />}
    </div>
  )
}

/** A start of several steps: the places in their order, and where the current one stands. */
function PlanProgress({ start, name }: { start: SubmittedStart; name?: string }) {
  const plan = useRuntimeStore(startPlansStore, (state) => state.rows.get(start.id))
  return (
    <div className="grid gap-1 py-1">
      {name !== undefined && <p className="truncate font-semibold">{visibleText(name)}</p>}
      {plan ? (
        <KnownPlan plan={plan} />
      ) : (
        <p className="text-muted">{t('progress.preparing')}</p>
      )}
    </div>
  )
}

function KnownPlan({ plan }: { plan: StartPlan }) {
  const runtime = useRuntime()
  const nowMs = useNowMs()
  const facts = useStartPlanFacts(plan)
  const known = useCreateProgress(currentAttempt(plan).intentId)
  const isOpen = plan.end === null && !plan.isHalted
  const sessionId = known && 'sessionId' in known.progress ? known.progress.sessionId : null
  const endText = startPlanEndText(plan, facts)
  return (
    <>
      <StartPlanLines plan={plan} facts={facts} />
      <div className="flex min-h-7 flex-wrap items-center gap-2">
        {endText !== null ? (
          <p className="min-w-0 flex-1">{endText}</p>
        ) : known ? (
          <LiveText
            className="text-muted min-w-0 flex-1"
            text={progressText(known.progress, nowMs)}
            spoken={spokenProgressText(known.progress)}
          />
        ) : (
          <span className="flex-1" />
        )}
        {isOpen && (
          <Button
            size="small"
            aria-label={t('plan.haltOf', { title: plan.wanted.id })}
            title={t('plan.haltHint')}
            onClick={() => void haltStartPlan(runtime, plan.id)}
          >
            {t(known && canUndo(known.progress) ? 'intent.takeBack' : 'plan.halt')}
          </Button>
        )}
        {known && sessionId !== null && (
          <OpenLink intent={known.intent} sessionId={sessionId} />
        )}
      </div>
    </>
  )
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

function OpenLink({ intent, sessionId }: { intent: CreateIntent; sessionId: string }) {
  const { search } = useLocation()
  return (
    <PageLink
      to={{ pathname: paths.session(intent.accountId, intent.endpoint, sessionId), search }}
      aria-label={t('progress.openOf', { id: sessionId })}
      className={buttonClass('secondary', 'small')}
    >
      {t('progress.open')}
    </PageLink>
  )
}
