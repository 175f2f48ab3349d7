import type { Runtime } from '../../../runtime/runtime.ts'
import { hasProblem } from '../../../sessions/bulk.ts'
import { bulkOutcomes } from '../../../sessions/run-bulk.ts'
import { addToast } from '../../shell/toasts-store.ts'
import { bulkTitle } from './bulk-text.ts'

/**
 * Shows one message for each bulk operation that has ended, instead of one for each session.
 * @returns a function that stops it
 */
export function tellBulk(runtime: Runtime): () => void {
  return bulkOutcomes(runtime).listen(({ run, tally }) => {
    const isUndone = tally.canceled + tally.undone === run.targets.length
    if (isUndone) return
    addToast(runtime, {
      tone: hasProblem(tally) ? 'failure' : 'success',
      text: bulkTitle(run, tally, { inMs: null, leftMs: null }),
      error: null,
    })
  })
}
