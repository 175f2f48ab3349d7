import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Waits until a page has done all that it can do at the present moment of its stopped clock.
 * Storage, locks, the service worker, and the network take real time, and differ in it from run to
 * run. Were the clock moved meanwhile, a call would be sent a step later than in the last run, and
 * everything after it as well.
 */

/** Real time between two looks at the page, ms. */
const BETWEEN_LOOKS_MS = 4

/** How many looks in a row must find nothing new. */
const CALM_LOOKS = 3

/** Real time after which a page that never rests is a defect, ms. */
const PATIENCE_MS = 30_000

/** Runs in the page before its own code: counts what is under way, and what has happened. */
export function watchWork() {
  const work = { underWay: 0, happened: 0 }
  window.pictureWork = work
  const happens = () => {
    work.happened += 1
  }
  const begin = () => {
    work.underWay += 1
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      work.underWay -= 1
      happens()
    }
  }
  const wrap = (owner, name, around) => {
    const original = owner?.[name]
    if (original)
      owner[name] = function wrapped(...args) {
        return around(() => original.apply(this, args), args)
      }
  }

  wrap(globalThis.IDBFactory?.prototype, 'open', (open) => {
    const request = open()
    const end = begin()
    for (const event of ['success', 'error', 'blocked']) request.addEventListener(event, end)
    return request
  })
  wrap(globalThis.IDBDatabase?.prototype, 'transaction', (start) => {
    const transaction = start()
    const end = begin()
    for (const event of ['complete', 'abort']) transaction.addEventListener(event, end)
    return transaction
  })
  wrap(globalThis.ServiceWorkerContainer?.prototype, 'register', async (register) => {
    const end = begin()
    try {
      const registration = await register()
      await navigator.serviceWorker.ready
      return registration
    } finally {
      end()
    }
  })
  // An answer can be withheld, and a lock held by somebody else, so these only happen.
  wrap(globalThis, 'fetch', async (send) => {
    happens()
    try {
      return await send()
    } finally {
      happens()
    }
  })
  wrap(globalThis.LockManager?.prototype, 'request', async (request) => {
    happens()
    try {
      return await request()
    } finally {
      happens()
    }
  })
}

/**
 * Waits until a page rests.
 * @param {import('playwright').Page} page
 * @param {() => boolean} isLoading whether a file of the page is still on its way
 * @throws Error when the page doesn't rest for a long time
 */
export async function settle(page, isLoading) {
  const untilMs = performance.now() + PATIENCE_MS
  let seen = -1
  for (let calm = 0; calm < CALM_LOOKS;) {
    if (performance.now() > untilMs) throw new Error('the page never rests')
    await sleep(BETWEEN_LOOKS_MS)
    const { underWay, happened } = await page.evaluate(look)
    calm = underWay === 0 && happened === seen && !isLoading() ? calm + 1 : 0
    seen = happened
  }
}

/**
 * Runs in the page: asks storage, locks, and the service worker something trivial. Their answers
 * come after those that the page waits for, however slow the machine is. Nothing here may use
 * chance, because the number of looks differs from run to run.
 */
async function look() {
  const { serviceWorker, locks } = navigator
  const answerOfWorker = () =>
    new Promise((resolve) => {
      const hear = ({ data }) => {
        if (data?.type !== 'KEEPALIVE_RESPONSE') return
        serviceWorker.removeEventListener('message', hear)
        resolve(null)
      }
      serviceWorker.addEventListener('message', hear)
      serviceWorker.controller.postMessage('KEEPALIVE_REQUEST')
    })
  await Promise.all([
    locks?.query(),
    indexedDB.databases().catch(() => null),
    serviceWorker?.controller ? answerOfWorker() : null,
  ])
  return { ...window.pictureWork }
}
