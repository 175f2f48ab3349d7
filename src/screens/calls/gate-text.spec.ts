import { expect, test } from 'vitest'
import type { GateView } from '../../gate/types.ts'
import { gateText } from './gate-text.ts'

const view = (closedBy: GateView['closedBy']): GateView => ({
  nextCallAtMs: 3000,
  closedBy,
  spacingMs: 5000,
  pollFactor: 1,
  lastThrottle: null,
  waiting: [],
})

test.each([
  ['spacing', 'Next call in 2 s'],
  ['throttled', 'Rate limited · retry in 2 s'],
  ['server-trouble', 'Service unavailable · retry in 2 s'],
] as const)('a gate that is closed by %s says until when', (closedBy, text) => {
  expect(gateText(view(closedBy), 1000, false)).toBe(text)
})

test('a gate that has opened since its last event says so', () => {
  expect(gateText(view('spacing'), 3000, false)).toBe('Ready to call')
})

test('offline no call is promised, whatever the gate says', () => {
  for (const closedBy of ['open', 'spacing', 'throttled', 'server-trouble'] as const)
    expect(gateText(view(closedBy), 1000, true)).toBe('Offline')
  expect(gateText(view('open'), 9000, true)).toBe('Offline')
})
