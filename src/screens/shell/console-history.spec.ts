import { afterEach, describe, expect, test, vi } from 'vitest'
import { type BrowserHistory, guardedHistory, stepsBackTo } from './console-history.ts'
import { createLeaveGuard } from './leave-guard.ts'

/** Where closing a panel leads in the browser's history, and Back before entries are lost. */

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

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A browser with the pages 0 to 9, on page 5. Its traversals wait until `arrive` is called. */
const fakeBrowser = () => {
  vi.useFakeTimers()
  let index = 5
  const underWay: number[] = []
  let listener: Parameters<BrowserHistory['listen']>[0] = () => {}
  const at = { pathname: '/5', search: '' }
  vi.stubGlobal('location', at)
  vi.stubGlobal('history', {
    get state() {
      return { idx: index }
    },
  })
  const history = {
    action: 'POP',
    location: at,
    createURL: (to: string) => new URL(to, 'http://console.test'),
    go: (delta: number) => underWay.push(delta),
    listen: (heard: typeof listener) => {
      listener = heard
      return () => {}
    },
  } as unknown as BrowserHistory
  const guard = createLeaveGuard()
  const guarded = guardedHistory(history, guard, { entries: new Map(), closeTo: null })
  const shown: string[] = []
  guarded.listen(() => shown.push(at.pathname))
  /** The next traversal arrives. */
  const arrive = () => {
    const delta = underWay.shift()
    if (delta === undefined) return
    index += delta
    at.pathname = `/${index}`
    listener({ action: 'POP' as never, location: at as never, delta })
  }
  const settle = () => {
    for (let turn = 0; turn < 20; turn += 1) {
      while (underWay.length > 0) arrive()
      vi.advanceTimersByTime(200)
    }
  }
  return { guard, guarded, shown, underWay, arrive, settle, at }
}

describe('Back from a form that holds entries', () => {
  test.each([
    ['comes before the first is undone', (underWay: number[]) => underWay.unshift(-1)],
    ['comes after the first is undone', (underWay: number[]) => underWay.push(-1)],
    ['replaces the way back', (underWay: number[]) => underWay.splice(0, 1, -1)],
  ])('leads nowhere without an answer, also when a second Back %s', (_, goBackAgain) => {
    const { guard, guarded, shown, underWay, arrive, settle, at } = fakeBrowser()
    guard.hold()
    guarded.go(-1)
    arrive()
    goBackAgain(underWay)
    settle()
    expect(at.pathname).toBe('/5')
    expect(shown).toEqual([])
    expect(guard.asking.getState()).toBe(true)
    guard.answer(true)
    settle()
    expect(shown).toEqual(['/4'])
  })

  test('leads on at once when nothing would be lost', () => {
    const { guarded, shown, settle } = fakeBrowser()
    guarded.go(-1)
    settle()
    expect(shown).toEqual(['/4'])
  })
})
