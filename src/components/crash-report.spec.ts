import { expect, test } from 'vitest'
import { crashReport } from './crash-report.ts'

test('a crash report names the part and the error, and holds no secret', () => {
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
