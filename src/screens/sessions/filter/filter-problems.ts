import { type MessageId, t } from '../../../i18n/t.ts'
import type { Filter, Problem, ProblemKind } from './parse-filter.ts'

/** What each key can be compared with or be, for the messages. */
const EXAMPLES: Record<string, string> = {
  status: 'status:ready',
  left: 'left<10m',
  region: 'region:westus2',
  account: 'account:studio',
  size: 'size:premium',
  elapsed: 'elapsed>2h',
  lease: 'lease>4h',
  cost: 'cost>5',
}

const messages: Record<ProblemKind, MessageId> = {
  unknownKey: 'filter.unknownKey',
  noValue: 'filter.noValue',
  notCompared: 'filter.notCompared',
  notListed: 'filter.notListed',
  notDuration: 'filter.notDuration',
  notAmount: 'filter.notAmount',
}

/**
 * Returns what is wrong with a filter and what to do, one text for each part that hides nothing.
 * @param hasRates without rates, costs can't be compared
 */
export function problemTexts(filter: Filter, hasRates: boolean): string[] {
  const comparesCost = filter.some(
    (part) => part.kind === 'condition' && part.term.kind === 'cost',
  )
  return [
    ...filter.filter((part) => part.kind === 'problem').map(problemText),
    ...(comparesCost && !hasRates ? [t('filter.noRates')] : []),
  ]
}

function problemText({ problem, key, text }: Problem): string {
  return t(messages[problem], { text, example: EXAMPLES[key] ?? '' })
}
