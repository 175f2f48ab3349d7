import { useEffect, useId, useRef } from 'react'
import { t } from '../../i18n/t.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { startPlansStore } from '../../starts/start-plans-table.ts'
import { isStartPlan } from '../../starts/start-session.ts'
import { useIsAnyUnderWay } from '../../starts/use-create-progress.ts'
import type { SubmittedStart } from '../../starts/use-create-session.ts'
import { CreateLine, CreateSteps } from './create-progress.tsx'
import { startPlanTitle } from './start-plan-text.ts'
import { StartPlanProgress } from './start-plan-progress.tsx'

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
  const title = useTitle(starts)
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
        {title}
      </h2>
      {starts.length === 1 && only ? (
        isStartPlan(only.wanted) ? (
          <StartPlanProgress start={only} />
        ) : (
          <CreateSteps start={only} />
        )
      ) : (
        <ul className="divide-line -my-1 divide-y">
          {starts.map((start, index) => (
            <li key={index}>
              {isStartPlan(start.wanted) ? (
                <StartPlanProgress start={start} name={nameOf(start, index)} />
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

/** What the starts are about. A plan that has ended says what came of it. */
function useTitle(starts: readonly SubmittedStart[]): string {
  const plans = useRuntimeStore(startPlansStore, (state) => state.rows)
  const [only] = starts
  if (starts.length > 1 || !only) return t('progress.titleOfMany', { count: starts.length })
  const plan = plans.get(only.id)
  return plan && plan.end !== null && plan.end !== 'done'
    ? startPlanTitle(plan)
    : t('progress.title', { id: nameOf(only, 0) })
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
