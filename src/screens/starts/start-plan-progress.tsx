import { t } from '../../i18n/t.ts'
import { visibleText } from '../../i18n/visible-text.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { canUndo } from '../../starts/create-progress.ts'
import { haltStartPlan } from '../../starts/run-start-plan.ts'
import { currentAttempt, type StartPlan } from '../../starts/start-plan.ts'
import { startPlansStore } from '../../starts/start-plans-table.ts'
import { useCreateProgress } from '../../starts/use-create-progress.ts'
import type { SubmittedStart } from '../../starts/use-create-session.ts'
import { useStartPlanFacts } from '../../starts/use-start-plan-facts.ts'
import { Button } from '../../ui/button.tsx'
import { LiveText } from '../../ui/live-text.tsx'
import { useNowMs } from '../../util/ticker.ts'
import { OpenStartedLink } from './open-started-link.tsx'
import { progressText, spokenProgressText } from './progress-text.ts'
import { StartPlanLines } from './start-plan-lines.tsx'
import { startPlanEndText } from './start-plan-text.ts'

/** A start of several steps: the places in their order, and where the current one stands. */
export function StartPlanProgress({ start, name }: { start: SubmittedStart; name?: string }) {
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
        {/* One live region for the progress and the end: a new one would not be read aloud. */}
        <LiveText
          className={`min-w-0 flex-1 ${endText === null ? 'text-muted' : ''}`}
          text={endText ?? (known ? progressText(known.progress, nowMs) : '')}
          spoken={endText ?? (known ? spokenProgressText(known.progress) : '')}
        />
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
          <OpenStartedLink intent={known.intent} sessionId={sessionId} />
        )}
      </div>
    </>
  )
}
