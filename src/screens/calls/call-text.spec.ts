import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import type { CallRecord } from '../../calls/call-log.ts'
import {
  asCurl,
  asJsonLines,
  asPowerShell,
  callPath,
  callTimes,
  matchesCall,
} from './call-text.ts'

const record: CallRecord = {
  id: 'one 1',
  kind: 'extend',
  subject: 'a',
  method: 'PATCH',
  url: 'https://remoterendering.westeurope.example/accounts/x/sessions/a?api-version=2021-01-01',
  body: { maxLeaseTimeMinutes: 90 },
  queuedAtMs: 1000,
  sentAtMs: 5000,
  receivedAtMs: 5120,
  status: 200,
  msCv: 'cv.1',
  error: null,
  code: null,
}

/** What a real shell makes of a command: its arguments, one per line. */
const argumentsOf = (command: string): string[] =>
  execFileSync('sh', ['-c', `curl() { printf '%s\\n' "$@"; }; ${command}`], {
    env: { ARR_TOKEN: 'T', ARR_ACCOUNT_ID: 'I', ARR_ACCOUNT_KEY: 'K' },
    encoding: 'utf8',
  })
    .trimEnd()
    .split('\n')

describe('a call copied as curl', () => {
  test('takes the token from the environment and repeats address, method and body', () => {
    expect(argumentsOf(asCurl(record))).toEqual([
      '--request',
      'PATCH',
      record.url,
      '--header',
      'Authorization: Bearer T',
      '--header',
      'Content-Type: application/json',
      '--data-raw',
      '{"maxLeaseTimeMinutes":90}',
    ])
  })

  test('a hostile text stays a text: nothing of it is run or expanded', () => {
    const body = { sessionId: `a'b"$(touch made-by-mistake)\`id\`\\` }
    expect(argumentsOf(asCurl({ ...record, body })).at(-1)).toBe(JSON.stringify(body))
  })

  test('a token call names account id and key by placeholders', () => {
    const command = asCurl({ ...record, kind: 'token', method: 'GET', body: undefined })
    expect(argumentsOf(command).at(-1)).toBe('Authorization: Bearer I:K')
  })
})

test('a call copied for PowerShell doubles every kind of single quote', () => {
  const command = asPowerShell({ ...record, body: { id: 'it’s $env:X' } })
  expect(command).toContain('Authorization = "Bearer $env:ARR_TOKEN"')
  expect(command).toContain(`-Body '{"id":"it’’s $env:X"}'`)
})

describe('a call copied for PowerShell', () => {
  test('repeats method, address and body, and takes the token from the environment', () => {
    expect(asPowerShell(record).split(' `\n  ')).toEqual([
      `Invoke-RestMethod -Method PATCH -Uri '${record.url}'`,
      '-Headers @{ Authorization = "Bearer $env:ARR_TOKEN" }',
      "-ContentType 'application/json'",
      `-Body '{"maxLeaseTimeMinutes":90}'`,
    ])
  })

  test('a token call names account ID and key by placeholders, and has no body', () => {
    const command = asPowerShell({ ...record, kind: 'token', method: 'GET', body: undefined })
    expect(command.split(' `\n  ')).toEqual([
      `Invoke-RestMethod -Method GET -Uri '${record.url}'`,
      '-Headers @{ Authorization = "Bearer ${env:ARR_ACCOUNT_ID}:${env:ARR_ACCOUNT_KEY}" }',
    ])
  })
})

test('a redacted value says so, and what is no text stays', () => {
  const told = {
    ...record,
    url: 'https://host.example/p?sig=SECRET&api-version=1',
    body: { token: 'SECRET', keys: 3 },
  }
  expect(asCurl(told)).toContain('{"token":"[redacted]","keys":3}')
  expect(callPath(told)).toBe('/p?sig=%5Bredacted%5D&api-version=1')
})

test('a clock that was set meanwhile makes no time negative', () => {
  expect(callTimes({ ...record, sentAtMs: 500, receivedAtMs: 400 })).toEqual({
    waitMs: 0,
    durationMs: 0,
  })
})

test('what looks like a secret is redacted wherever it stands', () => {
  const told = {
    ...record,
    url: 'https://user:pass@host.example/p?sig=SECRET1&api-version=1',
    body: { accountKey: 'SECRET2', deep: { token: 'SECRET3' } },
  }
  const all = asCurl(told) + asPowerShell(told) + asJsonLines([told])
  expect(all).not.toMatch(/SECRET|user:pass/)
  expect(all).toContain('api-version=1')
})

test('exported lines are JSON, one for each call, with wait and duration', () => {
  const lines = asJsonLines([record, { ...record, id: 'one 2' }]).split('\n')
  expect(lines).toHaveLength(3)
  expect(lines[2]).toBe('')
  expect(JSON.parse(lines[1] ?? '')).toEqual(JSON.parse(lines[0] ?? ''))
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    time: '1970-01-01T00:00:05.000Z',
    kind: 'extend',
    subject: 'a',
    method: 'PATCH',
    url: record.url,
    status: 200,
    error: null,
    code: null,
    waitMs: 4000,
    durationMs: 120,
    msCv: 'cv.1',
  })
})

test.each([
  [{ text: 'WESTEUROPE' }, true],
  [{ text: 'cv.1' }, true],
  [{ text: '404' }, false],
  [{ kind: 'extend' as const }, true],
  [{ kind: 'stop' as const }, false],
  [{ isProblemsOnly: true }, false],
])('the filter %j', (filter, expected) => {
  expect(matchesCall(record, { text: '', kind: null, isProblemsOnly: false, ...filter })).toBe(
    expected,
  )
})

test('only problems are left when they are asked for, and blanks around a text count for nothing', () => {
  const failed = { ...record, error: 'throttled' as const }
  const filter = { text: '  THROTTLED ', kind: null, isProblemsOnly: true }
  expect(matchesCall(failed, filter)).toBe(true)
  expect(matchesCall(record, filter)).toBe(false)
  expect(matchesCall(failed, { ...filter, text: '  ' })).toBe(true)
  expect(matchesCall({ ...record, subject: null }, { ...filter, text: 'null' })).toBe(false)
})

test('a text is searched in what is known of a call, and found nowhere else', () => {
  const bare = { ...record, subject: null, status: null, msCv: null }
  const known = `${bare.kind} ${bare.method} ${bare.url}`.toLowerCase()
  for (const text of 'abcdefghijklmnopqrstuvwxyz')
    expect([text, matchesCall(bare, { text, kind: null, isProblemsOnly: false })]).toEqual([
      text,
      known.includes(text),
    ])
})
