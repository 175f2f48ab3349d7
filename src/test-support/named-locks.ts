/** For tests: Web Locks by name, shared by several tabs. A tab that dies releases its locks. */
export function createNamedLocks() {
  type Request = { owner: object; grant: () => void; lose: () => void }
  const holders = new Map<string, Request>()
  const queues = new Map<string, Request[]>()
  const next = (name: string) => {
    holders.delete(name)
    const first = queues.get(name)?.shift()
    if (!first) return
    holders.set(name, first)
    first.grant()
  }
  const request = <T>(
    owner: object,
    name: string,
    { ifAvailable = false, steal = false, signal }: LockOptions,
    task: (lock: Lock | null) => T | PromiseLike<T>,
  ): Promise<T> =>
    new Promise((resolve, reject) => {
      const own: Request = {
        owner,
        grant: () => {
          Promise.resolve(task({ name, mode: 'exclusive' }))
            .then(resolve, reject)
            .finally(() => {
              if (holders.get(name) === own) next(name)
            })
        },
        lose: () => reject(new Error('stolen')),
      }
      if (signal?.aborted) {
        reject(new Error('aborted'))
      } else if (steal || !holders.has(name)) {
        holders.get(name)?.lose()
        holders.set(name, own)
        own.grant()
      } else if (ifAvailable) {
        Promise.resolve(task(null)).then(resolve, reject)
      } else {
        queues.set(name, [...(queues.get(name) ?? []), own])
        signal?.addEventListener('abort', () => {
          const queue = queues.get(name) ?? []
          if (!queue.includes(own)) return
          queues.set(
            name,
            queue.filter((each) => each !== own),
          )
          reject(new Error('aborted'))
        })
      }
    })
  return {
    of: (owner: object): Pick<LockManager, 'request'> => ({
      request: ((name: string, options: LockOptions, task: (lock: Lock | null) => unknown) =>
        request(owner, name, options, task)) as LockManager['request'],
    }),
    die: (owner: object) => {
      for (const [name, queue] of queues)
        queues.set(
          name,
          queue.filter((each) => each.owner !== owner),
        )
      for (const [name, holder] of holders) if (holder.owner === owner) next(name)
    },
  }
}
