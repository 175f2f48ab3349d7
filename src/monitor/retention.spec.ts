import { expect, test } from 'vitest'
import type { LocalAction } from './history.ts'
import { MAX_ENTRIES, outdatedEntries, uselessLocalActions } from './retention.ts'
import { historyEntry, localAction } from '../test-support/history.ts'

const DAY = 86_400_000
const NOW = 1_000 * DAY

const entry = (key: string, endedAtMs: number | null, lastSeenMs = NOW) =>
  historyEntry({ key, sessionKey: `session ${key}`, lastSeenMs, endedAtMs })
const action = (key: string, change: Partial<LocalAction> = {}) =>
  localAction({ sessionKey: `session ${key}`, ...change })

test('an ended session is kept for 90 days', () => {
  const entries = [entry('young', NOW - 90 * DAY), entry('old', NOW - 90 * DAY - 1)]
  expect(outdatedEntries(entries, NOW)).toEqual(['old'])
})

test('a session whose end was not seen is kept for 90 days after it was last seen', () => {
  const entries = [
    entry('seen', null, NOW - 90 * DAY),
    entry('unseen', null, NOW - 90 * DAY - 1),
  ]
  expect(outdatedEntries(entries, NOW)).toEqual(['unseen'])
})

test('of more than 5,000 ended sessions the oldest are deleted, and all running ones are kept', () => {
  // The oldest come first, so that keeping the first ones would be noticed.
  const ended = Array.from({ length: MAX_ENTRIES + 2 }, (_, index) =>
    entry(`ended ${index}`, NOW - (MAX_ENTRIES + 2 - index)),
  )
  const running = Array.from({ length: 3 }, (_, index) => entry(`running ${index}`, null))
  expect(outdatedEntries([...ended, ...running], NOW)).toEqual(['ended 0', 'ended 1'])
})

test('a local action is deleted after a day, unless its session runs', () => {
  const actions = [
    action('running', { startedAtMs: NOW - 9 * DAY }),
    action('just-stopped', { startedAtMs: NOW - 9 * DAY, stoppedAtMs: NOW - DAY }),
    action('stopped', { startedAtMs: NOW - 9 * DAY, stoppedAtMs: NOW - DAY - 1 }),
    action('just-started', { startedAtMs: NOW - DAY }),
    action('extended', { leaseMs: 60_000 }),
  ]
  const entries = [entry('running', null), entry('stopped', NOW - DAY)]
  expect(uselessLocalActions(actions, entries, NOW)).toEqual([
    'session stopped',
    'session extended',
  ])
})
