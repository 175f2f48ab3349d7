import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openTab, settled, stolen } from '../test-support/leading-tabs.ts'

/**
 * What one tab does in the election, step by step. The test plays the lock, the other tabs, and
 * the page.
 */

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-01-01T00:00:00Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

/** A hidden tab that follows leadership 5. */
const follower = async (isInView = false) => {
  const tab = await openTab({ isInView })
  if (isInView) await tab.last().grant()
  await tab.hear({ epoch: 5 })
  tab.said()
  expect(tab.lead).toEqual({ isLeader: false, epoch: 5, isAlone: false })
  return tab
}

/** A hidden tab that leads with the number 1. */
const leader = async () => {
  const tab = await openTab()
  await tab.last().grant()
  expect(tab.lead).toEqual({ isLeader: true, epoch: 1, isAlone: false })
  return tab
}

const QUESTION = { epoch: 5, isAsking: true }

describe('a tab that opens', () => {
  test('takes the lock from its holder when it is visible, and waits in line when it is hidden', async () => {
    const inView = await openTab({ isInView: true })
    expect(inView.requests.map(({ isSteal }) => isSteal)).toEqual([true])
    const hidden = await openTab()
    expect(hidden.requests.map(({ isSteal }) => isSteal)).toEqual([false])
    expect(hidden.last().hasLeft()).toBe(false)
  })

  test('requests the lock by the name that tabs with other versions of the console use', async () => {
    expect((await openTab()).last().name).toBe('rrc-leader')
  })

  test.each([
    ['locks', { locks: undefined }],
    ['a channel', { channel: null }],
  ])('leads alone in a browser without %s', async (_name, ports) => {
    const { lead, requests, pass, said } = await openTab(ports)
    expect(lead).toEqual({ isLeader: true, epoch: 0, isAlone: true })
    await pass(60_000)
    expect(requests).toEqual([])
    expect(said()).toEqual([])
  })
})

describe('a tab that is granted the lock', () => {
  test('leads once it has a number above all it heard of, announces it, and keeps the lock', async () => {
    const { lead, last, hear, said } = await openTab()
    await hear({ epoch: 7 })
    await last().grant()
    expect(lead).toEqual({ isLeader: true, epoch: 8, isAlone: false })
    expect(said()).toEqual([{ epoch: 8, isAsking: false }])
    expect(last().isKept()).toBe(true)
  })

  test('continues with a number that others accept after a sign with an impossible one', async () => {
    const { lead, last, hear, said } = await openTab()
    await hear({ epoch: 2 ** 50 })
    await last().grant()
    expect(lead).toEqual({ isLeader: true, epoch: 1, isAlone: false })
    expect(said()).toEqual([{ epoch: 1, isAsking: false }])
  })

  test('keeps leading when such a sign arrives', async () => {
    const { lead, hear } = await leader()
    await hear({ epoch: 2 ** 50 })
    expect(lead).toEqual({ isLeader: true, epoch: 1, isAlone: false })
  })

  test('accepts a sign whose number is far above those it heard, but not above the stored one', async () => {
    const { lead, hear, stored } = await openTab()
    stored.lead = 2 ** 45
    await hear({ epoch: 2 ** 45 + 1 })
    expect(lead).toEqual({ isLeader: false, epoch: 2 ** 45 + 1, isAlone: false })
  })

  test('gives a sign of life every 400 ms, and answers a question at once', async () => {
    const { pass, said, hear } = await leader()
    said()
    await pass(4000)
    expect(said()).toEqual(Array.from({ length: 10 }, () => ({ epoch: 1, isAsking: false })))
    await hear({ epoch: 0, isAsking: true })
    expect(said()).toEqual([{ epoch: 1, isAsking: false }])
  })

  test('asks nobody for a sign, however long all are silent', async () => {
    const { pass, said, requests } = await leader()
    await pass(60_000)
    expect(said()).not.toContainEqual({ epoch: 1, isAsking: true })
    expect(requests).toHaveLength(1)
  })

  test('gives it back when it no longer wants it, and never leads', async () => {
    const claim = vi.fn(async (heard: number) => heard + 1)
    const { lead, requests, show, said } = await openTab({ claim })
    const [inLine] = requests
    await show(true)
    await inLine?.grant()
    expect(inLine?.isKept()).toBe(false)
    // A number would shut out the tab that leads.
    expect(claim).not.toHaveBeenCalled()
    expect(lead.isLeader).toBe(false)
    expect(said()).toEqual([])
  })

  test("doesn't lead with a number that it gets after it lost the lock", async () => {
    let number = (_epoch: number) => {}
    const claim = () =>
      new Promise<number>((resolve) => {
        number = resolve
      })
    const { lead, last, freeze, said } = await openTab({ claim })
    await last().grant()
    await freeze(true)
    number(4)
    await settled()
    expect(lead).toEqual({ isLeader: false, epoch: 0, isAlone: false })
    expect(said()).toEqual([])
    expect(last().isKept()).toBe(false)
  })

  test('takes a new number when a leadership that lost the lock meanwhile got a higher one', async () => {
    const { lead, stored, pass, said, requests } = await leader()
    said()
    stored.lead = 1
    await pass(400)
    expect(lead.epoch).toBe(1)
    stored.lead = 2
    await pass(400)
    expect(lead).toEqual({ isLeader: true, epoch: 2, isAlone: false })
    expect(said()).toContainEqual({ epoch: 2, isAsking: false })
    expect(requests).toHaveLength(1)
  })
})

describe('a tab that leads', () => {
  test('follows as soon as it hears of a later leadership', async () => {
    const { lead, hear } = await leader()
    await hear({ epoch: 2 })
    expect(lead).toEqual({ isLeader: false, epoch: 2, isAlone: false })
  })

  test.each([
    ['an earlier lead', { epoch: 0 }],
    ['a lead of its own number', { epoch: 1 }],
    ['nothing that can be read', { epoch: 'two' }],
    ['a question of a tab that has heard of a later lead', { epoch: 9, isAsking: true }],
  ])('keeps leading when it hears of %s', async (_name, message) => {
    const { lead, hear } = await leader()
    await hear(message)
    expect(lead).toEqual({ isLeader: true, epoch: 1, isAlone: false })
  })

  test('follows at once when its lock is taken, and waits in line for it', async () => {
    const { lead, requests, last } = await leader()
    await last().refuse(stolen())
    expect(lead).toEqual({ isLeader: false, epoch: 1, isAlone: false })
    expect(requests.map(({ isSteal }) => isSteal)).toEqual([false, false])
    await last().grant()
    expect(lead).toEqual({ isLeader: true, epoch: 2, isAlone: false })
  })

  test("doesn't take the lock again when it is shown", async () => {
    const { requests, show } = await leader()
    await show(true)
    expect(requests).toHaveLength(1)
  })

  test('gives the lock back at once when it will be frozen', async () => {
    const { lead, last, freeze } = await leader()
    await freeze(true)
    expect(last().isKept()).toBe(false)
    expect(lead.isLeader).toBe(false)
  })

  test('keeps its lock when it only hears of a thaw', async () => {
    const { requests, last, freeze } = await leader()
    await freeze(false)
    expect(requests).toHaveLength(1)
    expect(last().isKept()).toBe(true)
  })
})

describe('a tab that follows', () => {
  test('takes the lock when it becomes visible, and does nothing when it is hidden', async () => {
    const { requests, show } = await follower()
    await show(false)
    expect(requests).toHaveLength(1)
    await show(true)
    expect(requests.map(({ isSteal }) => isSteal)).toEqual([false, true])
    // Not in line as well, or it would be granted the lock twice.
    expect(requests[0]?.hasLeft()).toBe(true)
  })

  test('leaves the line when it will be frozen, and returns when it is thawed', async () => {
    const { requests, freeze, lead } = await follower()
    await freeze(true)
    expect(requests[0]?.hasLeft()).toBe(true)
    await requests[0]?.refuse(stolen())
    expect(lead).toEqual({ isLeader: false, epoch: 5, isAlone: false })
    expect(requests).toHaveLength(1)
    await freeze(false)
    expect(requests.map(({ isSteal }) => isSteal)).toEqual([false, false])
  })

  test('ignores the request it withdrew before it was frozen', async () => {
    const { requests, freeze, lead } = await follower()
    await freeze(true)
    await freeze(false)
    await requests[0]?.refuse(stolen())
    expect(lead).toEqual({ isLeader: false, epoch: 5, isAlone: false })
    expect(requests).toHaveLength(2)
  })

  test('takes the lock when it is thawed while visible', async () => {
    const { requests, freeze } = await follower(true)
    await freeze(true)
    await freeze(false)
    expect(requests.map(({ isSteal }) => isSteal)).toEqual([true, true])
  })

  test('answers no question', async () => {
    const { hear, said } = await follower()
    await hear({ epoch: 5, isAsking: true })
    expect(said()).toEqual([])
  })

  test("doesn't ask a leader that gives signs in time", async () => {
    const { hear, pass, said, requests } = await follower()
    for (let count = 0; count < 100; count += 1) {
      await pass(1200)
      await hear({ epoch: 5 })
    }
    expect(said()).toEqual([])
    expect(requests).toHaveLength(1)
  })

  test.each([
    ['in view', true, 800, 500],
    ['hidden', false, 1600, 1500],
  ])(
    '%s asks a silent leader once, and takes the lock when no answer comes in time',
    async (_name, isInView, askedAfterMs, answerMs) => {
      const { pass, said, requests } = await follower(isInView)
      const before = requests.length
      await pass(askedAfterMs - 1)
      expect(said()).toEqual([])
      await pass(1)
      expect(said()).toEqual([QUESTION])
      await pass(answerMs - 1)
      expect(said()).toEqual([])
      expect(requests).toHaveLength(before)
      await pass(1)
      expect(requests).toHaveLength(before + 1)
      expect(requests.at(-1)?.isSteal).toBe(true)
    },
  )

  test.each([
    ['an earlier lead', { epoch: 4 }],
    ['a question of another follower', { epoch: 5, isAsking: true }],
    ['a message that can not be read', { epoch: -1 }],
    ['a message of something else', 'hello'],
  ])("doesn't accept %s as the leader's answer", async (_name, message) => {
    const { pass, hear, requests } = await follower()
    await pass(1600)
    await hear(message)
    await pass(1500)
    expect(requests.map(({ isSteal }) => isSteal)).toEqual([false, true])
  })

  test('leaves the lock to a leader that answers, and asks again after the next silence', async () => {
    const { pass, hear, said, requests } = await follower()
    await pass(1600)
    await hear({ epoch: 5 })
    expect(said()).toEqual([QUESTION])
    await pass(1500)
    expect(requests).toHaveLength(1)
    // The silence since that answer is long enough already.
    expect(said()).toEqual([QUESTION])
    await hear({ epoch: 6 })
    await pass(1500)
    expect(requests).toHaveLength(1)
  })

  test('treats a clock that was set, forward or back, as a silence to ask about', async () => {
    for (const setByMs of [3_600_000, -3_600_000]) {
      const { pass, said } = await follower()
      vi.setSystemTime(Date.now() + setByMs)
      await pass(400)
      expect(said()).toEqual([QUESTION])
    }
  })

  test('gives a leadership that it requested time to begin', async () => {
    const { pass, said, requests } = await follower()
    await pass(1600 + 1500)
    expect(requests).toHaveLength(2)
    said()
    await pass(1200)
    expect(said()).toEqual([])
  })

  test.each([
    ['and none comes', []],
    ['and one comes', [{ epoch: 5 }]],
  ])(
    'stops asking and keeps the lock when it is granted while it waits for an answer, %s',
    async (_name, answers) => {
      const { pass, hear, said, lead, last, requests } = await follower()
      await pass(1600)
      expect(said()).toEqual([QUESTION])
      for (const answer of answers) await hear(answer)
      await last().grant()
      expect(lead).toEqual({ isLeader: true, epoch: 6, isAlone: false })
      await pass(60_000)
      expect(said()).not.toContainEqual({ epoch: 6, isAsking: true })
      expect(requests).toHaveLength(1)
      expect(last().isKept()).toBe(true)
    },
  )
})

describe('where a lock is refused', () => {
  test.each([
    ['because site data is blocked', new DOMException('denied', 'SecurityError')],
    ['before it was given', stolen()],
    ['without a reason that browsers have', new Error('AbortError')],
  ])('%s, a tab leads alone', async (_name, reason) => {
    const { lead, last, requests } = await openTab()
    await last().refuse(reason)
    expect(lead).toMatchObject({ isLeader: true, isAlone: true })
    expect(requests).toHaveLength(1)
  })

  test.each([
    ['another error of the browser', new DOMException('broken', 'InvalidStateError')],
    [
      'an error that is none of the browser',
      Object.assign(new Error(), { name: 'AbortError' }),
    ],
  ])('by %s after it was granted, a tab leads alone', async (_name, reason) => {
    const { lead, last, requests } = await leader()
    await last().refuse(reason)
    expect(lead).toMatchObject({ isLeader: true, isAlone: true })
    expect(requests).toHaveLength(1)
  })

  test.each([
    ['that was not answered before', []],
    ['that was answered before', [{ epoch: 5 }]],
  ])('a tab alone %s requests no lock, sends nothing, and hears nobody', async (_, answers) => {
    const { lead, last, requests, said, hear, pass, show, freeze } = await follower()
    await pass(1600)
    for (const answer of answers) await hear(answer)
    await last().refuse(new DOMException('denied', 'SecurityError'))
    said()
    const alone = { isLeader: true, epoch: 5, isAlone: true }
    expect(lead).toEqual(alone)
    await hear({ epoch: 9 })
    await hear({ epoch: 9, isAsking: true })
    await show(false)
    await show(true)
    await freeze(true)
    await freeze(false)
    await pass(60_000)
    expect(lead).toEqual(alone)
    expect(requests).toHaveLength(1)
    expect(said()).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('the outcome of a replaced request changes nothing', async () => {
    const { lead, requests, show, last } = await follower()
    await show(true)
    await last().grant()
    await requests[0]?.refuse(new DOMException('denied', 'SecurityError'))
    expect(lead).toEqual({ isLeader: true, epoch: 6, isAlone: false })
    expect(requests).toHaveLength(2)
  })
})
