import { useEffect } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { useNowMs } from './ticker.ts'

/** How often countdowns are drawn. */

let draws = 0

function Clock() {
  const nowMs = useNowMs()
  useEffect(() => {
    draws += 1
  }, [nowMs])
  return <time>{nowMs}</time>
}

const setVisibility = (state: DocumentVisibilityState) => {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state)
  document.dispatchEvent(new Event('visibilitychange'))
}

/** Lets time pass, and what a hidden tab runs from messages. */
const pass = async (ms: number) => {
  for (let second = 0; second < ms / 1000; second += 1) {
    vi.advanceTimersByTime(1000)
    await new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel()
      port2.onmessage = () => resolve()
      port1.postMessage(null)
    })
  }
}

/** Counts the draws in a time. */
const drawsIn = async (ms: number) => {
  const before = draws
  await pass(ms)
  return draws - before
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

test('countdowns are drawn each second, in a hidden tab every ten, and at once when it is shown', async () => {
  const shown = await render(<Clock />)
  expect(await drawsIn(10_000)).toBe(10)
  setVisibility('hidden')
  await pass(1000)
  expect(await drawsIn(30_000)).toBe(3)
  await pass(5000)
  setVisibility('visible')
  await expect.element(shown.getByText(String(Date.now()))).toBeVisible()
  expect(await drawsIn(10_000)).toBe(10)
})

test('without a countdown on screen nothing ticks', async () => {
  const shown = await render(<Clock />)
  expect(vi.getTimerCount()).toBe(1)
  await shown.unmount()
  expect(vi.getTimerCount()).toBe(0)
})
