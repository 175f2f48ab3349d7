import type { Locks } from '../tabs/leadership.ts'

/** Number of requests after which a caller that is always refused must have given up. */
const PATIENCE = 1000

/** Web Locks with stealing. A holder that dies releases its lock. */
export function createFakeLocks() {
  type Request = {
    owner: object
    whileHeld: () => Promise<unknown>
    reject: (error: Error) => void
    resolve: (value: unknown) => void
  }
  let holder: Request | null = null
  let queue: Request[] = []
  const grant = (request: Request) => {
    holder = request
    void request.whileHeld().then((value) => {
      if (holder !== request) return
      request.resolve(value)
      next()
    })
  }
  const next = () => {
    holder = null
    const first = queue.shift()
    if (first) grant(first)
  }
  let refusals = 0
  return {
    /** The locks of a browser in which the user blocks site data. */
    refused: {
      request: () => {
        refusals += 1
        // A caller that asks again at once would block the thread forever.
        return refusals > PATIENCE
          ? new Promise(() => {})
          : Promise.reject(new DOMException('The request was denied.', 'SecurityError'))
      },
    } satisfies Locks,
    refusals: () => refusals,
    of: (owner: object, run: (task: () => void) => void): Locks => ({
      request: (_name, { steal, signal }, whileHeld) =>
        new Promise((resolve, reject) => {
          const request: Request = {
            owner,
            whileHeld: () => new Promise((done) => run(() => void whileHeld().then(done))),
            reject: (error) => run(() => reject(error)),
            resolve,
          }
          signal?.addEventListener('abort', () => {
            if (!queue.includes(request)) return
            queue = queue.filter((other) => other !== request)
            request.reject(new DOMException('aborted', 'AbortError'))
          })
          if (steal) {
            holder?.reject(new DOMException('stolen', 'AbortError'))
            grant(request)
          } else if (holder) queue.push(request)
          else grant(request)
        }),
    }),
    die: (owner: object) => {
      queue = queue.filter((request) => request.owner !== owner)
      if (holder?.owner === owner) next()
    },
  }
}
