/**
 * The faults that are tried in Chromium against the simulator's server. faults-http.long.ts
 * runs each of them. docs/reliability.md shows them as a table, which scripts/docs.spec.mjs
 * checks.
 */
export type FaultRow = {
  fault: string
  /** Flags of the simulator. */
  flags: readonly string[]
  apiVersion: '2021-01-01' | 'v1'
  sees: string
  proves: string
}

const NO_ORPHAN = 'one session, extended once, ended; none that the console does not show'

export const FAULT_ROWS = {
  lostReply: {
    fault: 'replies to changes are lost (`lost-reply`)',
    flags: ['--scenario', 'lost-reply'],
    apiVersion: '2021-01-01',
    sees: 'the session with the next list; "confirmed after a lost reply"; "stopped"',
    proves: NO_ORPHAN,
  },
  lostReplyV1: {
    fault: 'replies to changes are lost, v1',
    flags: ['--scenario', 'lost-reply'],
    apiVersion: 'v1',
    sees: '"It may be:" and the ID of the new session',
    proves: 'no second create is sent; the session is in the list, can be extended and stopped',
  },
  flaky: {
    fault: 'three calls in ten are 500 or 503 (`flaky`)',
    flags: ['--scenario', 'flaky', '--seed', '3'],
    apiVersion: '2021-01-01',
    sees: 'the last list with its age while a list fails; the outcome of each action',
    proves: NO_ORPHAN,
  },
  reset: {
    fault: 'three connections in ten break, before or after the effect (`connection-reset`)',
    flags: ['--scenario', 'connection-reset', '--seed', '4'],
    apiVersion: '2021-01-01',
    sees: 'the last list with its age while a list fails; the outcome of each action',
    proves: NO_ORPHAN,
  },
  stall: {
    fault: 'three answers in ten come after 30 s (`stall`)',
    flags: ['--scenario', 'stall', '--seed', '5'],
    apiVersion: '2021-01-01',
    sees: '"confirming (attempt 1)" when the create stalls; else only the wait',
    proves: NO_ORPHAN,
  },
  killed: {
    fault: 'the server is killed during a create and started again',
    flags: [],
    apiVersion: '2021-01-01',
    sees: 'the last list with its age, "confirming (attempt 1)", then the session',
    proves: NO_ORPHAN,
  },
} satisfies Record<string, FaultRow>

/** Title of the test of a row. */
export function faultTitle({ fault, proves }: FaultRow): string {
  return `${fault}: ${proves}`
}

/** The rows as a table in Markdown. */
export function faultTable(): string {
  return [
    '| fault | what the user sees | what the test proves |',
    '| --- | --- | --- |',
    ...Object.values(FAULT_ROWS).map(
      ({ fault, sees, proves }) => `| ${fault} | ${sees} | ${proves} |`,
    ),
  ].join('\n')
}
