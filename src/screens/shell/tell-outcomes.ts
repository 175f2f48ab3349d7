import type { Runtime } from '../../runtime/runtime.ts'
import { actionOutcomes } from '../../sessions/action-events.ts'
import { startOutcomes } from '../../starts/start-events.ts'
import { outcomeMessage } from '../sessions/outcome-text.ts'
import { startOutcomeMessage } from '../starts/outcome-text.ts'
import { addToast } from './toasts-store.ts'

/**
 * Shows a message for each outcome that the rooms below publish. The shell listens, and not the
 * panel where the user clicked, because that may be closed by then.
 * @returns a function that stops it
 */
export function tellOutcomes(runtime: Runtime): () => void {
  const stops = [
    actionOutcomes(runtime).listen((outcome) => {
      const message = outcomeMessage(outcome)
      if (message) addToast(runtime, message)
    }),
    startOutcomes(runtime).listen((outcome) => addToast(runtime, startOutcomeMessage(outcome))),
  ]
  return () => stops.forEach((stop) => stop())
}
