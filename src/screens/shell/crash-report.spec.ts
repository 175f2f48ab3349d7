import { expect, test } from 'vitest'
import { crashReport } from './crash-report.ts'

test('a crash report names the part and the error, and contains no secret', () => {
  const key = 'q'.repeat(43) + '='
  const error = new Error(
    `no size in eyJhbGciOi.eyJzdWIi.sig of 12345678-90ab-cdef-1234-567890abcdef, Bearer x:${key} ${key}`,
  )
  error.stack = `Error: x\n    at draw (http://localhost/assets/a.js?q=secret:1:2)\n    not a frame`
  const report = crashReport(error, 'Active sessions', 0)
  expect(report).toContain('Active sessions · 1970-01-01T00:00:00.000Z')
  expect(report).toContain('no size in [token] of [id], Bearer [redacted] [key]')
  expect(report).toContain('at draw (http://localhost/assets/a.js:1:2)')
  expect(report).not.toMatch(/eyJ|qqqq|secret|not a frame/)
  expect(crashReport(null, 'x', 0)).toContain('Error: null')
})

test('a report keeps the first eight frames, one on each line', () => {
  const error = new Error('x')
  error.stack = ['Error: x', ...Array.from({ length: 9 }, (_, line) => `  at f${line}`)].join(
    '\n',
  )
  const lines = crashReport(error, 'List', 0).split('\n')
  expect(lines).toHaveLength(10)
  expect(lines[1]).toBe('Error: x')
  expect(lines.at(-1)).toBe('  at f7')
})

test('anything thrown is reported, even without a stack', () => {
  const bare = new Error('bare')
  delete bare.stack
  expect(crashReport('a text', 'List', 0)).toBe(
    'List · 1970-01-01T00:00:00.000Z\nError: a text',
  )
  expect(crashReport(bare, 'List', 0)).toBe('List · 1970-01-01T00:00:00.000Z\nError: bare')
})
