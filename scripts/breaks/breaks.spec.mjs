import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { breakRows, BREAKS, broken } from './breaks.mjs'

/** Checks that each break still applies. `npm run test:breaks` checks that tests catch them. */

test('the text that a break replaces occurs exactly once', () => {
  expect(BREAKS.length).toBeGreaterThan(150)
  for (const each of BREAKS) {
    const text = readFileSync(each.file, 'utf8')
    expect(broken(each, text), each.what).not.toBe(text)
  }
})

test('each break has a unique name and a test file', () => {
  const names = BREAKS.map(({ guarantee, what }) => `${guarantee}: ${what}`)
  expect(new Set(names).size).toBe(names.length)
  for (const { spec, title } of BREAKS) {
    expect(existsSync(spec), spec).toBe(true)
    // In a browser each test takes seconds, so only the named one is run.
    if (spec.startsWith('e2e/'))
      expect(readFileSync(spec, 'utf8').replaceAll('test("', "test('")).toContain(
        `test('${title}`,
      )
  }
})

test('a break whose text is missing or occurs twice is reported and not applied', () => {
  const each = { file: 'a.ts', search: 'x', replace: '$&' }
  expect(broken(each, 'a x b')).toBe('a $& b')
  expect(() => broken(each, 'a b')).toThrow('a.ts has 0 times, not once: "x"')
  expect(() => broken(each, 'x x')).toThrow('2 times')
})

test('a row shows the guarantee, the break, the test, and whether it failed', () => {
  const each = { guarantee: 'g', what: 'w', spec: 'src/a/b.spec.ts' }
  expect(breakRows([{ each, isRed: true }])).toEqual([
    { guarantee: 'g', break: 'w', spec: 'b.spec.ts', isRed: true },
  ])
  expect(breakRows([{ each, isRed: false, problem: 'failed: none' }])[0]).toMatchObject({
    isRed: false,
    problem: 'failed: none',
  })
})
