import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { serviceErrorOf, unwrap } from '../runtime/failure.ts'
import { undoMsOf } from '../runtime/preferences.ts'
import { useRuntime } from '../runtime/runtime-context.ts'
import type { ServiceError, ServiceResult } from '../service/result.ts'
import { leftNothing } from './create-intent.ts'
import { dismissCreates, reportInForm } from './create-intents-table.ts'
import { newSubmission, type Started, submitStarts, type WantedStart } from './start-session.ts'

/** One start that a form asked for. */
export type SubmittedStart = {
  /** ID of its create intent, or of its start plan. */
  id: string
  wanted: WantedStart
}

/** The starts of one form. */
export type CreateSession = {
  /** Starts sessions; does nothing while a start is under way. */
  start: (wanted: readonly WantedStart[]) => void
  /** Starts one of them again, after it certainly started nothing. */
  retry: (failed: SubmittedStart) => void
  /** What was asked for last; empty before the first submit and after {@link edit}. */
  submitted: readonly SubmittedStart[]
  /** Goes back to the form, with what was entered. */
  edit: () => void
  isPending: boolean
  /** Why nothing was started; null otherwise. */
  error: ServiceError | null
}

/**
 * Starts the sessions that a form asks for. The form itself shows a failure that left nothing
 * running, so no notice repeats it while the form is open.
 * @param onCreated called with the first session that was accepted, while the form is open
 */
export function useCreateSession(
  onCreated: (started: Started, all: readonly WantedStart[]) => void,
): CreateSession {
  const runtime = useRuntime()
  const submission = useRef(newSubmission())
  const stopReporting = useRef(() => {})
  useEffect(() => () => stopReporting.current(), [])
  const [submitted, setSubmitted] = useState<readonly SubmittedStart[]>([])
  /** As `submitted`, at once: a second click on Retry can come before the first one is drawn. */
  const latest = useRef<readonly SubmittedStart[]>([])
  const mutation = useMutation({ mutationFn: firstStarted })

  /** How long a start waits at least so that it can be undone. */
  const withUndo = (wanted: WantedStart): WantedStart => ({
    ...wanted,
    undoMs: undoMsOf(runtime),
  })
  const report = (starts: readonly SubmittedStart[]) => {
    stopReporting.current()
    stopReporting.current = reportInForm(
      runtime,
      starts.map(({ id }) => id),
    )
    latest.current = starts
    setSubmitted(starts)
  }
  return {
    isPending: mutation.isPending,
    error: serviceErrorOf(mutation.error),
    submitted,
    edit: () => {
      mutation.reset()
      latest.current = []
      setSubmitted([])
    },
    start: (asked) => {
      const wanted = asked.map(withUndo)
      const under = submitStarts(runtime, submission.current, wanted)
      if (under === null) return
      const { ids, results } = under
      report(
        wanted.flatMap((each, index) =>
          ids[index] === undefined ? [] : [{ id: ids[index], wanted: each }],
        ),
      )
      // Callbacks of this call, unlike those of the mutation, are not called once the form is closed.
      mutation.mutate(results, {
        onSuccess: (started) => onCreated(started, wanted),
        onError: () => void dismissCreates(runtime, ids, leftNothing),
      })
    },
    retry: (failed) => {
      if (latest.current.every(({ id }) => id !== failed.id)) return
      const wanted = withUndo(failed.wanted)
      const again = submitStarts(runtime, newSubmission(), [wanted])
      const [id] = again?.ids ?? []
      if (id === undefined) return
      void dismissCreates(runtime, [failed.id], leftNothing)
      report(latest.current.map((each) => (each.id === failed.id ? { id, wanted } : each)))
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
