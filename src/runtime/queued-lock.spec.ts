import { expect, test } from 'vitest'
import { createTakeTurn } from './queued-lock.ts'

const settle = async () => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}

/** Locks that are granted one after the other, and timers that run on command. */
const setUp = () => {
  const queue: {
    grant: () => Promise<void>
    fail: (reason: unknown) => void
  }[] = []
  let holder: (typeof queue)[number] | null = null
  const next = () => {
    const first = holder ? undefined : queue.shift()
    if (!first) return
    holder = first
    void first.grant().then(() => {
      if (holder !== first) return
      holder = null
      next()
    })
  }
  const locks = {
    request: (_name: string, { signal, steal }: LockOptions, task: () => Promise<void>) =>
      new Promise<void>((resolve, reject) => {
        // A browser refuses both together.
        if (!signal === !steal) return reject(new Error('either with an end, or stolen'))
        const entry = {
          fail: reject,
          grant: async () => {
            await task()
            resolve()
          },
        }
        if (steal) {
          holder?.fail(new DOMException('', 'AbortError'))
          holder = null
          queue.unshift(entry)
        } else queue.push(entry)
        signal?.addEventListener('abort', () => {
          const at = queue.indexOf(entry)
          if (at >= 0) queue.splice(at, 1)
          reject(new DOMException('', 'AbortError'))
        })
        next()
      }),
  } as unknown as LockManager
  const timers = new Set<() => void>()
  const takeTurn = createTakeTurn(locks, {
    setTimer: (run, ms) => {
      expect(ms).toBe(60_000)
      timers.add(run)
      return run
    },
    clearTimer: (run) => timers.delete(run as () => void),
  })
  const ask = (signal = new AbortController().signal) => {
    const asked = { letGo: null as (() => void) | null, isSole: () => false }
    void takeTurn('lease', signal).then((turn) => Object.assign(asked, turn))
    return asked
  }
  return { ask, timers, queue }
}

test('the second tab waits until the first releases its turn', async () => {
  const { ask, timers } = setUp()
  const [first, second] = [ask(), ask()]
  await settle()
  expect(first.letGo).not.toBeNull()
  expect(second.letGo).toBeNull()
  first.letGo?.()
  await settle()
  expect(second.letGo).not.toBeNull()
  expect(second.isSole()).toBe(true)
  expect(timers.size).toBe(0)
})

test('a tab that hangs delays the others by a minute at most, and learns of it', async () => {
  const { ask, timers, queue } = setUp()
  const first = ask()
  await settle()
  expect(first.isSole()).toBe(true)
  const second = ask()
  await settle()
  expect(timers.size).toBe(1)
  for (const run of timers) run()
  await settle()
  expect(second.letGo).not.toBeNull()
  expect(queue).toEqual([])
  expect(timers.size).toBe(0)
  // What the first tab sent may still take effect.
  expect([first.isSole(), second.isSole()]).toEqual([false, false])
  // A later tab waits for the second one, whatever the first one does.
  const third = ask()
  first.letGo?.()
  await settle()
  expect(third.letGo).toBeNull()
  second.letGo?.()
  await settle()
  expect(third.letGo).not.toBeNull()
  expect(third.isSole()).toBe(true)
})

test('a wait that is ended resolves at once and takes no turn from others', async () => {
  const { ask } = setUp()
  const first = ask()
  await settle()
  const abort = new AbortController()
  const second = ask(abort.signal)
  const third = ask()
  await settle()
  abort.abort()
  await settle()
  expect(second.letGo).not.toBeNull()
  first.letGo?.()
  await settle()
  expect(third.letGo).not.toBeNull()
})

test('a turn that is granted after the wait was ended goes to the next tab', async () => {
  const { ask } = setUp()
  const abort = new AbortController()
  ask(abort.signal)
  // Granted already, but not known yet.
  abort.abort()
  const second = ask()
  await settle()
  expect(second.letGo).not.toBeNull()
})

test.each([
  ['has no locks', undefined],
  ['refuses locks', { request: () => Promise.reject(new DOMException('', 'SecurityError')) }],
  [
    'throws',
    {
      request: () => {
        throw new Error('no storage')
      },
    },
  ],
])('where the browser %s, nobody waits', async (_, locks) => {
  const takeTurn = createTakeTurn(locks as LockManager | undefined, {
    setTimer: () => 1,
    clearTimer: () => {},
  })
  const turn = await takeTurn('lease', new AbortController().signal)
  expect(() => turn.letGo()).not.toThrow()
  expect(turn.isSole()).toBe(false)
})
