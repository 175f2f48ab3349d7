import type { Runtime } from '../../runtime/runtime.ts'
import { actionOutcomes } from '../../sessions/action-events.ts'
import { startOutcomes } from '../../starts/start-events.ts'
import { outcomeMessage } from '../sessions/outcome-text.ts'
import { startOutcomeMessage } from '../starts/outcome-text.ts'
import { addToast } from './toasts-store.ts'

/**
 * Shows a message for each outcome that the rooms below publish. Listened to here, and not where
 * the user clicked, because that panel may be closed by then.
 * @returns the way to stop
 */
export function tellOutcomes(runtime: Runtime): () => void {
  const stops = [
    actionOutcomes(runtime).listen((outcome) => {
      const message = outcomeMessage(outcome)
      if (message) addToast(message)
    }),
    startOutcomes(runtime).listen((outcome) => addToast(startOutcomeMessage(outcome))),
  ]
  return () => stops.forEach((stop) => stop())
}
