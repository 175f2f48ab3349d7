/** Breaks of the guarantees about calls that cost money, under faults. */

const INTENTS = 'src/starts/run-create.model.spec.ts'
const PLANS = 'src/starts/run-start-plan.model.spec.ts'
const ACTIONS = 'src/sessions/actions.model.spec.ts'
const STARTS = 'src/starts/starts.spec.ts'

export const CREATE_BREAKS = [
  {
    guarantee:
      'A create is never sent after it was canceled, and never automatically after a long wait',
    what: 'it is not checked before the send',
    file: 'src/starts/create-steps.ts',
    search: "mayLeave = nextStep(intent, nowMs).kind === 'send'",
    replace: 'mayLeave = nowMs > 0',
    spec: INTENTS,
  },
  {
    guarantee: 'A create can be undone for as long as the setting says',
    what: 'it is sent at once',
    file: 'src/starts/create-intent.ts',
    search: 'Math.min(undoMs, Math.max(0, undoFromMs + undoMs - nowMs))',
    replace: '0',
    spec: 'src/starts/create-progress.spec.ts',
  },
  {
    guarantee: 'A create is decided only when its result is certain',
    what: 'the wait of two minutes is one second',
    file: 'src/starts/create-outcomes.ts',
    search: 'const SURE_AFTER_MS = 2 * 60_000',
    replace: 'const SURE_AFTER_MS = 1000',
    spec: INTENTS,
  },
  {
    guarantee: 'A create that never reached the service is repeated',
    what: 'nothing is sent again',
    file: 'src/starts/create-intent.ts',
    search: 'const REPEAT_AFTER_MS = [10_000, 30_000, 60_000]',
    replace: 'const REPEAT_AFTER_MS: number[] = []',
    spec: 'src/starts/create-intent.spec.ts',
  },
  {
    guarantee: 'Repetitions end long before a create counts as not created',
    what: 'the last repetition comes at 119 s',
    file: 'src/starts/create-intent.ts',
    search: 'const REPEAT_AFTER_MS = [10_000, 30_000, 60_000]',
    replace: 'const REPEAT_AFTER_MS = [10_000, 30_000, 119_000]',
    spec: 'src/starts/create-intent.spec.ts',
  },
  {
    guarantee: 'With v1, a create is never sent twice',
    what: 'v1 repeats like 2021-01-01',
    file: 'src/starts/create-intent.ts',
    search:
      "if (intent.apiVersion === 'v1') return paced(intent, 'list', nowMs)\n  return stepInDoubt",
    replace: 'return stepInDoubt',
    spec: INTENTS,
  },
  {
    guarantee: 'A create whose token was refused is sent again',
    what: 'a 401 is final',
    file: 'src/calls/call-service.ts',
    search: 'return mayFetchNewToken ? {',
    replace: 'return !mayFetchNewToken ? {',
    spec: STARTS,
  },
  {
    guarantee: 'A create that is refused with a 429 has started nothing',
    what: 'the 429 leaves it in doubt',
    file: 'src/starts/create-outcomes.ts',
    search: "failure === 'throttled' || REFUSALS.includes(failure)",
    replace: 'REFUSALS.includes(failure)',
    spec: 'src/starts/create-outcomes.spec.ts',
  },
  {
    guarantee: 'Another tab completes what a killed tab began',
    what: 'a create is not stored as sent',
    file: 'src/starts/create-steps.ts',
    search:
      'return mayLeave ? beforeSend(intent, nowMs, serverNowFor(runtime, ref, nowMs)) : intent',
    replace: 'return intent',
    spec: INTENTS,
  },
  {
    guarantee: 'The session of a canceled create is stopped',
    what: 'it counts as started',
    file: 'src/starts/create-outcomes.ts',
    search: "return intent.isCancelled ? known : ended(known, 'adopted', { failure: null })",
    replace: "return ended(known, 'adopted', { failure: null })",
    spec: 'src/starts/create-outcomes.spec.ts',
  },
  {
    guarantee: 'With a full disk, nothing is sent twice',
    what: 'what memory holds is ignored',
    file: 'src/tabs/shared-table.ts',
    search: 'apply(newerOf(read, inMemory(key)))',
    replace: 'apply(read)',
    spec: 'src/tabs/shared-table.spec.ts',
  },
  {
    guarantee: "Another user's session with the same ID is never adopted",
    what: 'its owner is not checked',
    file: 'src/starts/create-outcomes.ts',
    search: '(intent.hasConflict && intent.wasThere === true) ||',
    replace: '',
    spec: STARTS,
  },
  {
    guarantee: 'Without capacity, the next fallback is tried',
    what: 'a failed session ends the plan',
    file: 'src/starts/next-start-plan-step.ts',
    search: "if (session.status === 'Error')",
    replace: "if (session.status === 'No status')",
    spec: PLANS,
  },
  {
    guarantee: 'Of several fallbacks, at most one session starts',
    what: 'the next one is tried while the one before can still start',
    file: 'src/starts/next-start-plan-step.ts',
    search: "if (intent?.end === 'candidates') return { kind: 'close', end: 'unclear' }",
    replace:
      "if (intent?.end === 'candidates') return { kind: 'give-up', failure: { kind: 'not-created' } }",
    spec: PLANS,
  },
  {
    guarantee: 'A session is stopped only when its replacement is Ready',
    what: 'it is stopped while the replacement starts',
    file: 'src/starts/next-start-plan-step.ts',
    search: "if (session.status === 'Ready') {",
    replace: "if (session.status === 'Ready' || session.status === 'Starting') {",
    spec: PLANS,
  },
  {
    guarantee: 'Nothing is started after a plan was halted',
    what: 'the request to halt is ignored',
    file: 'src/starts/next-start-plan-step.ts',
    search: '  if (plan.isHalted)\n',
    replace: '  if (plan.isHalted && plan.isPaused)\n',
    spec: 'src/starts/next-start-plan-step.spec.ts',
  },
  {
    guarantee: "A region that couldn't be reached is checked instead of given up",
    what: 'a network failure counts against the region',
    file: 'src/starts/next-start-plan-step.ts',
    search: "const SAYS_NOTHING: readonly ServiceErrorKind[] = [\n  'network',",
    replace: 'const SAYS_NOTHING: readonly ServiceErrorKind[] = [',
    spec: 'src/starts/next-start-plan-step.spec.ts',
  },
  {
    guarantee: 'The outcome of a stop is reported correctly',
    what: 'a stop in doubt counts as done without a check',
    file: 'src/sessions/stop-session.ts',
    search: "if (isGone) return { ok: true, end: 'already-gone' }",
    replace: "if (isGone || error) return { ok: true, end: 'already-gone' }",
    spec: ACTIONS,
  },
]
