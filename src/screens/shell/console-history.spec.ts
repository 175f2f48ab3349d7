import { expect, test } from 'vitest'
import { stepsBackTo } from './console-history.ts'

/** Where closing a panel leads in the browser's history. */

const entries = new Map(
  ['/', '/sessions/a', '/', '/sessions/b', '/sessions/b/extend'].map((pathname, index) => [
    index,
    { pathname, focus: null },
  ]),
)

test('closing a page leads to the nearest entry of the page that it closes to', () => {
  expect(stepsBackTo(entries, 4, '/sessions/b')).toBe(1)
  expect(stepsBackTo(entries, 4, '/')).toBe(2)
  expect(stepsBackTo(entries, 1, '/')).toBe(1)
})

test('an entry that this page did not make is never passed', () => {
  expect(stepsBackTo(entries, 0, '/')).toBeNull()
  expect(stepsBackTo(new Map([[7, { pathname: '/x', focus: null }]]), 7, '/')).toBeNull()
  expect(stepsBackTo(entries, 3, '/settings')).toBeNull()
})
