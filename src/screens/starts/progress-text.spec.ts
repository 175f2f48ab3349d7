import { expect, test } from 'vitest'
import type { CreateProgress } from '../../starts/create-progress.ts'
import { progressText, spokenProgressText } from './progress-text.ts'

/** What is seen and what is heard of a start. */

const NOW = Date.parse('2026-01-01T12:00:00Z')

test.each<[CreateProgress, string, string]>([
  [{ kind: 'queued', leavesAtMs: NOW + 3000 }, 'Sends in 3 s', 'Waiting for its turn'],
  [
    { kind: 'requested', sinceMs: NOW - 7000 },
    'Waiting for the service for 7 s',
    'Waiting for the service',
  ],
  [
    { kind: 'starting', sessionId: 'a', sinceMs: NOW - 60_000 },
    'Starting for 1 min',
    'Starting',
  ],
  [{ kind: 'ready', sessionId: 'a' }, 'Ready', 'Ready'],
])(
  '%j is seen as "%s", and a screen reader hears no running number: "%s"',
  (progress, seen, heard) => {
    expect(progressText(progress, NOW)).toBe(seen)
    expect(spokenProgressText(progress)).toBe(heard)
  },
)

test('a create that is over promises no further try, and says when its ID is in use', () => {
  const text = (failure: 'server' | 'timeout' | 'conflict') =>
    progressText({ kind: 'failed', failure }, NOW)
  expect(text('server')).toContain('Try again in a moment.')
  expect(text('timeout')).not.toContain('may have started')
  expect(text('conflict')).toContain('Choose another ID.')
})
