import { expect, test } from 'vitest'
import type { ActionProgress, PendingAction } from '../../sessions/pending-actions.ts'
import { actionText, spokenActionText } from './pending-text.ts'

const NOW = Date.parse('2026-01-01T12:00:00Z')

/** A call that leaves in so many seconds, or null when that is not known. */
const waiting = (seconds: number | null, addMs: number | null = 900_000): ActionProgress => ({
  phase: 'waiting',
  callId: 'call',
  addMs,
  leavesAtMs: seconds === null ? null : NOW + seconds * 1000,
})

test.each<[PendingAction['kind'], ActionProgress, string]>([
  ['extend', waiting(3), '+15 min, sends in 3 s'],
  ['extend', waiting(0), '+15 min, sending…'],
  ['extend', waiting(null), '+15 min, waiting'],
  ['extend', waiting(null, null), 'Extend, waiting'],
  ['stop', waiting(null, null), 'Stop, waiting'],
  ['extend', { phase: 'leaving', addMs: 900_000 }, '+15 min, sending…'],
  ['extend', { phase: 'sent', addMs: 900_000 }, '+15 min, awaiting reply…'],
  ['extend', { phase: 'verifying', addMs: 900_000 }, '+15 min, checking lease…'],
  ['stop', { phase: 'verifying', addMs: null }, 'Confirming stop…'],
])('a pending %s at %j claims no more than is known: %s', (kind, progress, text) => {
  expect(actionText(kind, progress, NOW)).toBe(text)
})

test('what a screen reader hears of a waiting call stays the same while its seconds run down', () => {
  const heard = [9, 8, 3, 0].map((seconds) => spokenActionText('extend', waiting(seconds), NOW))
  expect(heard).toEqual([
    '+15 min, waiting',
    '+15 min, waiting',
    '+15 min, waiting',
    '+15 min, sending…',
  ])
  expect(spokenActionText('stop', { phase: 'verifying', addMs: null }, NOW)).toBe(
    'Confirming stop…',
  )
})
