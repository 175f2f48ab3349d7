import { expect, test } from 'vitest'
import type { SessionAction } from '../../sessions/pending-actions.ts'
import { actionText } from './pending-text.ts'

const action = (part: Partial<SessionAction>) =>
  ({ kind: 'extend', phase: 'waiting', addMs: 900_000, ...part }) as SessionAction

test.each<[Partial<SessionAction>, number | null, string]>([
  [{}, 3, 'Extend by 15 min: sends in 3 s'],
  [{}, 0, 'Extend by 15 min: sending'],
  [{}, null, 'Extend by 15 min: waiting for a token or an earlier change'],
  [{ addMs: null }, null, 'Extend: waiting for a token or an earlier change'],
  [{ kind: 'stop', addMs: null }, null, 'Stop: waiting for a token or an earlier change'],
  [{ phase: 'sent' }, null, 'Extend by 15 min: sent'],
  [{ phase: 'verifying' }, 0, 'Extend by 15 min: checking the lease'],
  [{ kind: 'stop', phase: 'verifying' }, 0, 'Stopped; waiting for proof'],
])('an action %j that leaves in %j s does not claim more: %s', (part, seconds, text) => {
  expect(actionText(action(part), seconds)).toBe(text)
})
