import { expect, test } from 'vitest'
import { account } from '../../test-support/screen.tsx'
import type { ApiVersion } from '../../service/session.ts'
import type { EndpointRef } from '../../accounts/accounts.ts'
import { newCreateIntent } from '../../starts/create-intent.ts'
import { newStartPlan } from '../../starts/start-plan.ts'
import {
  type Fallback,
  idProblem,
  idsUnderWay,
  initialFields,
  neededFor,
  nextFallback,
  nextId,
  wantedOf,
} from './create-fields.ts'
import { leaseText } from '../sessions/session-validators.ts'

test.each([
  ['crane', 'crane-2'],
  ['crane-2', 'crane-3'],
  ['crane-9', 'crane-10'],
  ['crane-model', 'crane-model-2'],
  // A year or a long number is a name, not a count.
  ['fair-20261121', 'fair-20261121-2'],
  ['', '-2'],
])('the id after %s is %s', (id, next) => {
  expect(nextId(id)).toBe(next)
})

test('the next ID skips one that is in use', () => {
  expect(nextId('job-1', new Set(['job-2', 'job-3']))).toBe('job-4')
})

test('the next ID after one of 256 characters is different and no longer', () => {
  const id = 'x'.repeat(256)
  expect(nextId(id)).toHaveLength(256)
  expect(nextId(id)).not.toBe(id)
})

test.each([
  [60_000, '0:01'],
  [3_600_000, '1:00'],
  [86_340_000, '23:59'],
])('a lease of %d ms is typed as %s', (leaseMs, text) => {
  expect(leaseText(leaseMs)).toBe(text)
})

test('a form begins with the settings of its template, even of an unknown size', () => {
  const fields = initialFields([], {
    location: 'account https://x',
    sessionId: 'crane-2',
    size: 'Huge',
    leaseMs: 5_400_000,
    models: ['https://a', 'https://b'],
  })
  expect(fields).toMatchObject({
    location: 'account https://x',
    sessionId: 'crane-2',
    size: 'other',
    otherSize: 'Huge',
    lease: '1:30',
    models: 'https://a\nhttps://b',
  })
})

test('without a template a form suggests a new ID each time', () => {
  const ids = new Set(Array.from({ length: 20 }, () => initialFields([], null).sessionId))
  expect(ids.size).toBe(20)
})

test.each<[string, 'Standard' | 'Premium', Fallback[], Fallback | null]>([
  ['another region first', 'Standard', [], { location: 'b', size: 'same' }],
  [
    'then the other size here',
    'Standard',
    [{ location: 'b', size: 'same' }],
    { location: 'a', size: 'Premium' },
  ],
  [
    'which is the smaller one for the larger',
    'Premium',
    [{ location: 'b', size: 'same' }],
    { location: 'a', size: 'Standard' },
  ],
  [
    'then the other size there',
    'Standard',
    [
      { location: 'b', size: 'same' },
      { location: 'a', size: 'Premium' },
    ],
    { location: 'b', size: 'Premium' },
  ],
  [
    'and none when all are tried',
    'Standard',
    [
      { location: 'b', size: 'Standard' },
      { location: 'a', size: 'Premium' },
      { location: 'b', size: 'Premium' },
    ],
    null,
  ],
])('a new fallback is one that is not listed yet: %s', (_which, size, fallbacks, next) => {
  expect(nextFallback(['a', 'b'], { location: 'a', size, fallbacks })).toEqual(next)
})

test.each<[string, string, number, string | true]>([
  ['crane-5', '1', 0, true],
  ['crane', '1', 0, 'crane is already in use'],
  // The second location of this one, and the third of a batch.
  ['fair', '1', 1, 'fair-2 is already in use'],
  ['job-{n}', '3', 0, 'job-3 is already in use'],
  ['a b', '1', 0, 'Use only letters'],
])('the ID %s of %s with %d fallbacks: %s', (sessionId, count, locations, problem) => {
  const fallbacks = Array.from({ length: locations }, () => ({
    location: 'b',
    size: 'same' as const,
  }))
  const running = new Set(['crane', 'fair-2', 'job-3'])
  const found = idProblem({ sessionId, count, fallbacks }, running)
  if (problem === true) expect(found).toBe(true)
  else expect(found).toContain(problem)
})

const refOf = (id: string, apiVersion: ApiVersion): EndpointRef => ({
  endpoint: 'https://x',
  account: { ...account, id, apiVersion },
})
const refs = [
  refOf('new', '2021-01-01'),
  refOf('preview', '2021-01-01-preview'),
  refOf('old', 'v1'),
]

test.each<[string[], string, string[]]>([
  [['new https://x'], 'crane', []],
  [['preview https://x'], 'crane', []],
  [['old https://x'], '', ['https://m']],
  [['new https://x', 'old https://x'], 'crane', ['https://m']],
  // The first location needs no ID, the second does.
  [['old https://x', 'new https://x'], 'crane', ['https://m']],
])(
  'a start at %j has the ID "%s" and the models %j',
  ([location = '', ...others], id, models) => {
    const values = {
      ...initialFields(refs, null),
      location,
      sessionId: 'crane',
      models: 'https://m',
      fallbacks: others.map((other) => ({ location: other, size: 'same' as const })),
    }
    const [wanted] = wantedOf(values, refs, null)
    expect(wanted).toMatchObject({ id, models, leaseMs: 3_600_000, replaces: null })
    expect(wanted?.candidates).toHaveLength(others.length + 1)
  },
)

test('an ID of full length is checked as it will be at each candidate', () => {
  const sessionId = 'x'.repeat(256)
  const fallbacks = [{ location: 'b', size: 'same' as const }]
  const taken = new Set([`${'x'.repeat(254)}-2`])
  expect(idProblem({ sessionId, count: '1', fallbacks }, taken)).toContain('already in use')
})

test('an ID is taken while an open create or start plan may use it', () => {
  const key = { accountId: 'a', endpoint: 'https://x', apiVersion: '2021-01-01' as const }
  const named = (id: string) => ({ id, leaseMs: 60_000, models: [] })
  const intents = (['adopted', null] as const).map((end, index) => ({
    ...newCreateIntent(
      { ...key, id: `${index}`, wanted: { ...named(`i${index}`), size: 'S' } },
      0,
    ),
    end,
  }))
  const candidates = [
    { ...key, size: 'Standard' },
    { ...key, size: 'Premium' },
  ]
  const plans = ([null, 'done'] as const).map((end, index) => ({
    ...newStartPlan(
      { id: `${index}`, wanted: named(`p${index}`), candidates, replaces: null },
      0,
    ),
    end,
  }))
  expect(idsUnderWay(intents, plans)).toEqual(['i1', 'p0', 'p0-2'])
})

test('a start needs the network unless all its places are in the simulator of the page', () => {
  const simulated = refOf('sim', '2021-01-01')
  const all = [...refs, { ...simulated, account: { ...simulated.account, simulatedSpeed: 1 } }]
  const needs = (location: string, fallback?: string) =>
    neededFor(
      { location, fallbacks: fallback ? [{ location: fallback, size: 'same' }] : [] },
      all,
    ).network
  expect(needs('new https://x')).toBe(true)
  expect(needs('sim https://x')).toBe(false)
  expect(needs('sim https://x', 'new https://x')).toBe(true)
})
