import { t } from '../../i18n/t.ts'
import { endpointLabel } from '../../service/endpoints.ts'
import type { StartOutcome } from '../../starts/start-events.ts'
import type { OutcomeMessage } from '../sessions/outcome-text.ts'

/** Returns the message about a start that has ended. */
export function startOutcomeMessage(outcome: StartOutcome): OutcomeMessage {
  const text = startOutcomeText(outcome)
  if (outcome.kind !== 'batch-incomplete') return { tone: 'success', text, error: null }
  const { retry } = outcome
  return {
    tone: 'failure',
    text,
    error: null,
    ...(retry && {
      action: { label: t('toast.retry'), of: retry.ids.join(', '), run: retry.run },
    }),
  }
}

function startOutcomeText(outcome: StartOutcome): string {
  switch (outcome.kind) {
    case 'already-running':
      return t('create.wasThere', { id: outcome.sessionId })
    case 'plan-done':
      return t(outcome.replacedId === null ? 'plan.done' : 'plan.replaced', {
        id: outcome.sessionId,
        old: outcome.replacedId ?? '',
        region: endpointLabel(outcome.candidate.endpoint),
        size: outcome.candidate.size,
      })
    case 'batch-incomplete':
      return t('create.someFailed', {
        failed: outcome.failed.length,
        count: outcome.count,
        ids: outcome.failed.map(({ id, candidates }) => id || candidates[0]?.size).join(', '),
      })
  }
}
