import { expect, test } from 'vitest'
import { formatTime } from '../../i18n/format.ts'
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

/** An action whose outcome is being looked up for two minutes. */
const verifying = (addMs: number | null): ActionProgress => ({
  phase: 'verifying',
  addMs,
  untilMs: NOW + 120_000,
})
const UNTIL = formatTime(NOW + 120_000)

test.each<[PendingAction['kind'], ActionProgress, string]>([
  ['extend', waiting(3), '+15 min, sends in 3 s'],
  ['extend', waiting(0), '+15 min, sending…'],
  ['extend', waiting(null), '+15 min, waiting'],
  ['extend', waiting(null, null), 'Extend, waiting'],
  ['extend', waiting(3, null), 'Extend, sends in 3 s'],
  ['stop', waiting(null, null), 'Stop, waiting'],
  ['stop', waiting(3, null), 'Stop, sends in 3 s'],
  ['extend', { phase: 'leaving', addMs: 900_000 }, '+15 min, sending…'],
  ['extend', { phase: 'sent', addMs: 900_000 }, '+15 min, awaiting reply…'],
  ['extend', verifying(900_000), `+15 min, checking until ${UNTIL}`],
  ['extend', verifying(null), `Extend, checking until ${UNTIL}`],
  ['stop', { phase: 'leaving', addMs: null }, 'Stop, sending…'],
  ['stop', { phase: 'sent', addMs: null }, 'Stop, awaiting reply…'],
  ['stop', verifying(null), `Confirming stop, until ${UNTIL}`],
])('a pending %s at %j claims no more than is known: %s', (kind, progress, text) => {
  expect(actionText(kind, progress, NOW)).toBe(text)
})

test('the time shown is never before the one it stands for', () => {
  const until = (untilMs: number) =>
    actionText('stop', { phase: 'verifying', addMs: null, untilMs }, NOW)
  expect(until(NOW + 1)).toBe(`Confirming stop, until ${formatTime(NOW + 60_000)}`)
  expect(until(NOW)).toBe(`Confirming stop, until ${formatTime(NOW)}`)
})

test('what a screen reader hears of a waiting call stays the same while its seconds run down', () => {
  const heard = [9, 8, 3, 0].map((seconds) => spokenActionText('extend', waiting(seconds), NOW))
  expect(heard).toEqual([
    '+15 min, waiting',
    '+15 min, waiting',
    '+15 min, waiting',
    '+15 min, sending…',
  ])
  expect(spokenActionText('stop', verifying(null), NOW)).toBe(`Confirming stop, until ${UNTIL}`)
})
