import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  type BrowserHistory,
  guardedHistory,
  stepsBackTo,
  type Trail,
} from './console-history.ts'
import { createLeaveGuard } from './leave-guard.ts'

/** Where closing a panel leads in the browser's history, and what asks before entries are lost. */

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
  const added: string[] = []
  const replaced: string[] = []
  let listener: Parameters<BrowserHistory['listen']>[0] = () => {}
  const at = { pathname: '/5', search: '' }
  vi.stubGlobal('location', at)
  // Nothing has the focus.
  vi.stubGlobal('document', { activeElement: null })
  vi.stubGlobal('HTMLElement', class {})
  vi.stubGlobal('history', {
    get state() {
      return { idx: index }
    },
  })
  const history = {
    action: 'POP',
    location: at,
    createURL: (to: string | { pathname: string; search: string }) =>
      new URL(typeof to === 'string' ? to : to.pathname + to.search, 'http://console.test'),
    go: (delta: number) => underWay.push(delta),
    push: (to: string) => {
      added.push(to)
      index += 1
      at.pathname = to
      listener({ action: 'PUSH' as never, location: at as never, delta: 1 })
    },
    replace: (to: { pathname: string }) => {
      replaced.push(to.pathname)
    },
    listen: (heard: typeof listener) => {
      listener = heard
      return () => {}
    },
  } as unknown as BrowserHistory
  const guard = createLeaveGuard()
  const trail: Trail = { entries: new Map(), closeTo: null }
  const guarded = guardedHistory(history, guard, trail)
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
  const close = (pathname: string) => trail.closeTo?.(pathname)
  return { guard, guarded, shown, underWay, added, replaced, arrive, settle, at, close }
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

test('a link out of a form that holds entries leads on only once they may be discarded', () => {
  const { guard, guarded, added } = fakeBrowser()
  guard.hold()
  guarded.push('/history')
  expect(added).toEqual([])
  expect(guard.asking.getState()).toBe(true)
  guard.answer(true)
  expect(added).toEqual(['/history'])
})

describe('closing a panel', () => {
  test('goes back to the page that it was opened from, and adds no entry', () => {
    const { guarded, shown, added, replaced, settle, at, close } = fakeBrowser()
    guarded.push('/panel')
    close('/5')
    settle()
    expect(at.pathname).toBe('/5')
    expect(shown).toEqual(['/panel', '/5'])
    expect([added, replaced]).toEqual([['/panel'], []])
  })

  test('that was opened by its address takes the place of its entry', () => {
    const { underWay, added, replaced, close } = fakeBrowser()
    close('/')
    expect([underWay, added, replaced]).toEqual([[], [], ['/']])
  })

  test('asks first while its form holds entries', () => {
    const { guard, guarded, settle, at, close } = fakeBrowser()
    guarded.push('/panel')
    guard.hold()
    close('/5')
    settle()
    expect(at.pathname).toBe('/panel')
    expect(guard.asking.getState()).toBe(true)
    guard.answer(true)
    settle()
    expect(at.pathname).toBe('/5')
  })
})
