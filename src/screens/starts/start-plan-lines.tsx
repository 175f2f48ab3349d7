import { t, type MessageId } from '../../i18n/t.ts'
import { endpointLabel } from '../../service/endpoints.ts'
import type { StartPlan, StartPlanFacts, StartPlanFailure } from '../../starts/start-plan.ts'
import {
  type LineState,
  type StartPlanLine,
  startPlanLines,
} from '../../starts/start-plan-lines.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { noStartText } from './no-start-text.ts'

const icons: Record<LineState, IconName> = {
  due: 'clock',
  done: 'check',
  failed: 'warning',
  now: 'refresh',
  ready: 'clock',
  next: 'next',
  skipped: 'close',
  unknown: 'warning',
}

const startTexts: Record<LineState, MessageId> = {
  due: 'plan.startDue',
  done: 'plan.startDone',
  failed: 'plan.startFailed',
  now: 'plan.startNow',
  ready: 'plan.startReady',
  next: 'plan.startNext',
  skipped: 'plan.startSkipped',
  unknown: 'plan.startUnknown',
}

const stopTexts: Record<LineState, MessageId> = {
  due: 'plan.stopNext',
  done: 'plan.stopDone',
  failed: 'plan.stopFailed',
  now: 'plan.stopNow',
  ready: 'plan.stopNow',
  next: 'plan.stopNext',
  skipped: 'plan.stopSkipped',
  unknown: 'plan.stopUnknown',
}

/** The steps of a start plan: each place in its order, and the session to stop. */
export function StartPlanLines({ plan, facts }: { plan: StartPlan; facts: StartPlanFacts }) {
  return (
    <ol className="text-muted grid gap-0.5">
      {startPlanLines(plan, facts).map((line, index) => (
        <li key={index} className="flex items-start gap-1.5">
          <Icon name={icons[line.state]} className="mt-1 size-3.5" />
          <span className="min-w-0">{lineText(line)}</span>
        </li>
      ))}
    </ol>
  )
}

function lineText(line: StartPlanLine): string {
  return line.kind === 'stop'
    ? t(stopTexts[line.state], { id: line.sessionId })
    : t(startTexts[line.state], {
        size: line.candidate.size,
        region: endpointLabel(line.candidate.endpoint),
        reason: line.failure ? failureText(line.failure) : t('plan.endedEarly'),
      })
}

function failureText(failure: StartPlanFailure): string {
  if (failure.kind === 'session') return failure.message
  return failure.kind === 'not-created' ? t('plan.notCreated') : noStartText(failure.kind)
}
