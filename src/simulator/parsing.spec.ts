import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readObject } from './lenient-json.ts'
import { findRoute } from './route.ts'
import { formatTimespan, parseTimespan } from './timespan.ts'
import { creationTime } from './wire-2021.ts'

describe('bodies', () => {
  test.each([
    [`{"a": 1}`, { a: 1 }],
    [`{ 'a': 'b', 'c': [] }`, { a: 'b', c: [] }],
    [`{'a': 'say "hi"'}`, { a: 'say "hi"' }],
    [`{"a": "it's"}`, { a: "it's" }],
    [`{'a': 'it\\'s', "b": 'x\\n'}`, { a: "it's", b: 'x\n' }],
  ])('%s is read', (text, value) => {
    expect(Object.fromEntries(readObject(text) ?? [])).toEqual(value)
  })

  test.each(['', '[]', 'null', '1', `{'a': 1`, `{'a': 'b}`, '{a: 1}'])('%s is none', (text) => {
    expect(readObject(text)).toBeNull()
  })

  test('every JSON object is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const text = JSON.stringify(value)
        expect(readObject(text)).toEqual(new Map(Object.entries(JSON.parse(text))))
      }),
      { seed: 11, numRuns: 200 },
    )
  })
})

describe('time spans', () => {
  test.each([
    ['4:0:0', 4 * 3_600_000],
    ['00:00:01', 1_000],
    ['1.02:03:04.5670000', 93_784_567],
    ['1.00:00:00', 86_400_000],
    ['0:30', 1_800_000],
  ])('"%s" is read', (text, ms) => {
    expect(parseTimespan(text)).toBe(ms)
  })

  test.each(['24:00:00', '1:60:00', '1:00:60', '-1:00:00', '4', '', 'PT4H', '1.24:00:00'])(
    '"%s" is rejected',
    (text) => {
      expect(parseTimespan(text)).toBeNull()
    },
  )

  test('what is written is read back to the second', () => {
    fc.assert(
      fc.property(fc.nat({ max: 400 * 86_400 }), (seconds) => {
        expect(parseTimespan(formatTimespan(seconds * 1_000))).toBe(seconds * 1_000)
      }),
      { seed: 12, numRuns: 300 },
    )
  })
})

test('a creation time has at most seven fraction digits, no trailing zero, and names UTC', () => {
  fc.assert(
    fc.property(fc.nat({ max: 2 ** 31 }), fc.string(), (seconds, id) => {
      const text = creationTime(seconds * 1_000, id)
      expect(text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{0,6}[1-9])?\+00:00$/)
      expect(Math.floor(Date.parse(text) / 1_000)).toBe(seconds)
    }),
    { seed: 13, numRuns: 300 },
  )
})

describe('paths', () => {
  const account = '51a7c0de-2025-4930-9a11-0f00ba5eba11'

  test.each([
    ['GET', `/Accounts/${account}/token`, 'token'],
    ['GET', `/accounts/${account}/sessions`, 'list'],
    ['POST', `/accounts/${account}/sessions/one/:stop`, 'stop'],
    ['POST', `/accounts/${account}/sessions/one/%3Astop`, 'stop'],
    ['POST', `/V1/Accounts/${account}/Sessions/Create/`, 'create'],
    ['GET', `/v1/accounts/${account}/sessions/one/properties/`, 'get'],
  ])('%s %s is %s', (method, path, operation) => {
    const route = findRoute(method, path)
    expect(route.kind === 'session' ? route.operation : route.kind).toBe(operation)
  })

  test.each([
    `/accounts/${account}`,
    `/accounts//sessions`,
    `/accounts/${account}/sessions//:stop`,
    `/accounts/${account}/sessions/one/properties`,
    `/v1/accounts/${account}/token`,
    `/v2/accounts/${account}/sessions`,
    '/simulator',
    '/%',
  ])('%s is unknown', (path) => {
    expect(findRoute('GET', path)).toEqual({ kind: 'not-found' })
  })
})
