import { formatDuration } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { MAX_EXTENDED_LEASE_MS } from '../../lease/limits.ts'
import type { ExtendProblem } from './extend-fields.ts'

/** Returns what is wrong with the fields of an extension, in words; null when nothing is. */
export function extendProblemText(problem: ExtendProblem | null): string | null {
  switch (problem?.kind) {
    case undefined:
      return null
    case 'unreadable':
      return t(problem.mode === 'until' ? 'extend.untilMissing' : 'lease.unreadable')
    case 'not-larger':
      return t('blocked.notLarger')
    case 'whole-minutes':
      return t('lease.wholeMinutes')
    case 'over-cap':
      return t('lease.tooLong', { max: formatDuration(MAX_EXTENDED_LEASE_MS) })
  }
}
