import { afterEach, describe, expect, test, vi } from 'vitest'
import { createRuntime } from '../runtime/runtime.ts'
import { portsOf } from '../test-support/service-ports.ts'
import {
  catchUp,
  currentPage,
  isJump,
  type PageEdge,
  wakeStore,
  watchWake,
} from '../tabs/page-lifecycle.ts'
import { gatesOf } from '../calls/gates.ts'
import { openRuntime } from '../test-support/open-runtime.ts'

/** When a tab concludes that it slept, and which events of the page it hears. */

const NOW = Date.parse('2026-01-01T00:00:00Z')

afterEach(() => {
  vi.unstubAllGlobals()
})

/**
 * A tab on a clock that the test sets; its timer runs on request.
 * @param passedMs what the clock that nobody sets shows at the start
 */
const setUp = (isHidden = false, passedMs = 0) => {
  const clock = { nowMs: NOW, passedMs }
  const timers: { run: () => void; ms: number }[] = []
  const page = { onHiddenChange: () => {}, onReturn: () => {} }
  let woke = 0
  const runtime = openRuntime({
    ports: {
      ...portsOf(() => Promise.reject(new TypeError())),
      now: () => clock.nowMs,
      setTimer: (run, ms) => timers.push({ run, ms }),
    },
    monotonicNow: () => clock.passedMs,
  })
  const wake = wakeStore(runtime)
  let changes = 0
  wake.subscribe(() => {
    changes += 1
  })
  watchWake(
    runtime,
    {
      isHidden: () => isHidden,
      onHiddenChange: (listener) => {
        page.onHiddenChange = listener
      },
      onReturn: (listener) => {
        page.onReturn = listener
      },
      onFreezeChange: () => {},
    },
    () => {
      woke += 1
    },
  )
  /** Lets the timer come so late, after the clock was set by so much. */
  const lookAfter = (passedMs: number, setByMs = 0) => {
    clock.nowMs += passedMs + setByMs
    clock.passedMs += passedMs
    timers.shift()?.run()
  }
  return {
    clock,
    timers,
    page,
    lookAfter,
    woke: () => woke,
    wake: wake.getState,
    changes: () => changes,
  }
}

describe('a tab in view', () => {
  test('that checks on time has not slept, and checks again', () => {
    const { timers, lookAfter, woke, wake } = setUp()
    const everyMs = timers[0]?.ms ?? 0
    for (let count = 0; count < 100; count += 1) lookAfter(everyMs)
    expect(woke()).toBe(0)
    expect(timers).toEqual([{ run: timers[0]?.run, ms: everyMs }])
    expect(wake().wokeAtMs).toBe(0)
  })

  test('whose clock jumps forward has slept, and records when it woke', () => {
    const { lookAfter, woke, wake } = setUp()
    lookAfter(60 * 60_000)
    expect(woke()).toBe(1)
    expect(wake().wokeAtMs).toBe(NOW + 60 * 60_000)
  })

  test('whose clock is set back counts as having slept', () => {
    const { lookAfter, woke, wake } = setUp()
    lookAfter(1000, -251)
    expect(woke()).toBe(1)
    expect(wake().setBackMs).toBe(251)
    lookAfter(1000, -60 * 60_000)
    expect(woke()).toBe(2)
    expect(wake().setBackMs).toBe(60 * 60_000 + 251)
  })

  test('ignores small corrections of its clock, and notices when they add up', () => {
    const { lookAfter, woke, wake } = setUp()
    lookAfter(1000, -250)
    expect(woke()).toBe(0)
    lookAfter(1000, -1)
    expect(woke()).toBe(1)
    expect(wake().setBackMs).toBe(251)
  })

  test('accepts any origin of the monotonic clock', () => {
    const { lookAfter, woke, wake } = setUp(false, 12_345_678)
    lookAfter(1000)
    expect(woke()).toBe(0)
    lookAfter(1000, -1000)
    expect(woke()).toBe(1)
    expect(wake().setBackMs).toBe(1000)
  })

  test('treats a clock set forward and back again as set back', () => {
    const { lookAfter, wake } = setUp()
    lookAfter(1000, 60 * 60_000)
    expect(wake().setBackMs).toBe(0)
    lookAfter(1000, -60 * 60_000)
    expect(wake().setBackMs).toBe(60 * 60_000)
  })

  test('wakes again when its clock is set back right after it woke', () => {
    const { lookAfter, woke } = setUp()
    lookAfter(60 * 60_000)
    lookAfter(500, -300)
    expect(woke()).toBe(2)
  })

  test('renders nothing again when a check finds nothing', () => {
    const { lookAfter, changes } = setUp()
    for (let count = 0; count < 10; count += 1) lookAfter(1000)
    expect(changes()).toBe(0)
  })

  test('counts several signs of one sleep once, and the next sleep again', () => {
    const { clock, page, timers, lookAfter, woke } = setUp()
    const everyMs = timers[0]?.ms ?? 0
    lookAfter(60 * 60_000)
    page.onReturn()
    clock.nowMs += everyMs - 1
    page.onReturn()
    expect(woke()).toBe(1)
    clock.nowMs += 1
    page.onReturn()
    expect(woke()).toBe(2)
  })

  test('wakes again after its clock was set back behind the last time', () => {
    const { lookAfter, woke } = setUp()
    lookAfter(60 * 60_000)
    lookAfter(500, -2 * 60 * 60_000)
    expect(woke()).toBe(2)
  })

  test('checks at once when it is hidden or shown', () => {
    const { clock, page, woke } = setUp()
    page.onHiddenChange()
    expect(woke()).toBe(0)
    clock.nowMs += 60 * 60_000
    page.onHiddenChange()
    expect(woke()).toBe(1)
  })
})

test.each([
  [-250, false, false],
  [-251, false, true],
  [-251, true, true],
  [5000, false, false],
  [5001, false, true],
  [90_000, true, false],
  [90_001, true, true],
])('%i ms between two checks, hidden %s, mean a sleep: %s', (sinceMs, isHidden, expected) => {
  expect(isJump(sinceMs, isHidden)).toBe(expected)
})

test('a hidden tab allows for timers that come once a minute', () => {
  const hidden = setUp(true)
  hidden.lookAfter(61_000)
  expect(hidden.woke()).toBe(0)
  hidden.lookAfter(60 * 60_000)
  expect(hidden.woke()).toBe(1)
  const inView = setUp(false)
  inView.lookAfter(61_000)
  expect(inView.woke()).toBe(1)
})

test('waking checks the waiting calls, and requests no list that is not shown', async () => {
  const runtime = createRuntime({
    ports: portsOf(() => Promise.reject(new Error('no call is expected'))),
  })
  const wake = vi.spyOn(gatesOf(runtime), 'wake')
  const refetch = vi.spyOn(runtime.queryClient, 'refetchQueries')
  await catchUp(runtime)
  expect(wake).toHaveBeenCalledTimes(1)
  expect(refetch.mock.calls[0]?.[0]).toEqual({ queryKey: ['sessions'], type: 'active' })
})

describe('the page of a browser', () => {
  const open = (
    visibilityState: string,
  ): { page: PageEdge; document: EventTarget; window: EventTarget } => {
    const document = Object.assign(new EventTarget(), { visibilityState })
    const window = new EventTarget()
    vi.stubGlobal('document', document)
    vi.stubGlobal('addEventListener', window.addEventListener.bind(window))
    return { page: currentPage(), document, window }
  }

  test.each([
    ['hidden', true],
    ['visible', false],
  ])('that is %s is hidden: %s', (state, expected) => {
    expect(open(state).page.isHidden()).toBe(expected)
  })

  test('reports when it is hidden or shown, frozen or resumed', () => {
    const { page, document } = open('visible')
    const heard: (string | boolean)[] = []
    page.onHiddenChange(() => heard.push('view'))
    page.onFreezeChange((isFrozen) => heard.push(isFrozen))
    for (const type of ['visibilitychange', 'freeze', 'resume'])
      document.dispatchEvent(new Event(type))
    expect(heard).toEqual(['view', true, false])
  })

  test('reports its return: resumed, online again, or restored from the back/forward cache', () => {
    const { page, document, window } = open('visible')
    let returns = 0
    page.onReturn(() => {
      returns += 1
    })
    document.dispatchEvent(new Event('resume'))
    window.dispatchEvent(new Event('online'))
    window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }))
    expect(returns).toBe(3)
    // A page that is loaded has not returned.
    window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: false }))
    expect(returns).toBe(3)
  })
})
