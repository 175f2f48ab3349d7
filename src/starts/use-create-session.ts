import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { serviceErrorOf, unwrap } from '../runtime/failure.ts'
import { useRuntime } from '../runtime/runtime-context.ts'
import type { ServiceError, ServiceResult } from '../service/result.ts'
import { leftNothing } from './create-intent.ts'
import { dismissCreates, reportInForm } from './create-intents-table.ts'
import { newSubmission, type Started, submitStarts, type WantedStart } from './start-session.ts'

/** The starts of one form. */
export type CreateSession = {
  /** Starts sessions; does nothing while a start is under way. */
  start: (wanted: readonly WantedStart[]) => void
  isPending: boolean
  /** Why nothing was started; null otherwise. */
  error: ServiceError | null
}

/**
 * Starts the sessions that a form asks for. The form itself shows a failure that left nothing
 * running, so no strip repeats it while the form is open.
 * @param onCreated called with the first session that was accepted, while the form is open
 */
export function useCreateSession(onCreated: (started: Started) => void): CreateSession {
  const runtime = useRuntime()
  const submission = useRef(newSubmission())
  const stopReporting = useRef(() => {})
  useEffect(() => () => stopReporting.current(), [])
  const mutation = useMutation({ mutationFn: firstStarted })
  return {
    isPending: mutation.isPending,
    error: serviceErrorOf(mutation.error),
    start: (wanted) => {
      const submitted = submitStarts(runtime, submission.current, wanted)
      if (submitted === null) return
      const { ids, results } = submitted
      stopReporting.current()
      stopReporting.current = reportInForm(runtime, ids)
      // Callbacks of this call, unlike those of the mutation, are not called once the form is closed.
      mutation.mutate(results, {
        onSuccess: onCreated,
        onError: () => void dismissCreates(runtime, ids, leftNothing),
      })
    },
  }
}

/** Returns the first session that was accepted. Throws a ServiceFailure when none was. */
async function firstStarted(pending: Promise<ServiceResult<Started>[]>): Promise<Started> {
  const results = await pending
  const first = results.find(({ ok }) => ok) ?? results[0]
  if (!first) throw new Error('a batch has at least one session')
  return unwrap(first)
}
