import { expect, test } from 'vitest'
import { accountWith } from '../test-support/account.ts'
import { observedSession } from '../test-support/observed-session.ts'
import { toRow } from './fleet-model.ts'
import {
  sessionsAsCsv,
  sessionsAsJson,
  sessionsAsText,
  sessionRecord,
} from './session-records.ts'

const ENDPOINT = 'https://remoterendering.westeurope.mixedreality.azure.com'
const account = accountWith({ name: 'Studio, "A"', endpoints: [ENDPOINT] })
const atMs = Date.parse('2026-01-02T10:00:00Z')
const row = toRow(
  { account, endpoint: ENDPOINT },
  observedSession({ id: '=cmd()', ready: { earliestMs: atMs, latestMs: atMs + 30_000 } }),
)
const unknown = toRow({ account, endpoint: ENDPOINT }, observedSession({ id: 'two' }))

test('CSV has a column for every field of JSON, in the same order', () => {
  const [header, line] = sessionsAsCsv([row]).split('\r\n')
  expect(header?.split(',')).toEqual(Object.keys(sessionRecord(row)))
  expect(line).toMatch(/^'=cmd\(\),Ready,"Studio, ""A""",westeurope,/)
})

test('the earliest and the latest end are stated, and null when they are unknown', () => {
  const [first, second] = JSON.parse(sessionsAsJson([row, unknown])) as Record<
    string,
    unknown
  >[]
  expect(first).toMatchObject({
    endsEarliest: '2026-01-02T11:00:00.000Z',
    endsLatest: '2026-01-02T11:00:30.000Z',
    leaseMinutes: 60,
  })
  expect(second).toMatchObject({ endsEarliest: null, hostname: null })
})

test('text has one line for each session', () => {
  expect(sessionsAsText([row, unknown])).toBe(
    `'=cmd()\tReady\tStandard\twesteurope\tStudio, "A"\t2026-01-02T11:00:00.000Z\n` +
      'two\tReady\tStandard\twesteurope\tStudio, "A"\t',
  )
})

test('nothing of an account is exported but its name', () => {
  const secretive = { ...account, accountId: 'an-id', credential: 'a-secret' }
  const text = JSON.stringify(
    sessionRecord({ ...row, ref: { account: secretive, endpoint: ENDPOINT } }),
  )
  expect(text).not.toContain('a-secret')
  expect(text).not.toContain('an-id')
})
