import { expect, test } from 'vitest'
import { createExclusively } from './exclusive-lock.ts'

/** Locks whose request does what the test says. */
const locksThat = (request: (task: () => unknown) => Promise<unknown>) =>
  ({
    request: (_name: string, _options: unknown, task: (lock: unknown) => unknown) =>
      request(() => task({})),
  }) as unknown as Pick<LockManager, 'request'>

const denied = () =>
  Promise.reject(new DOMException('The request was denied.', 'SecurityError'))

test('runs the task without a lock when the browser refuses locks', async () => {
  const exclusively = createExclusively(locksThat(denied))
  let runs = 0
  expect(
    await exclusively('task', async () => {
      runs += 1
      return 'done'
    }),
  ).toBe('done')
  expect(runs).toBe(1)
})

test('runs a task once at a time in one tab, even when locks are refused', async () => {
  const exclusively = createExclusively(locksThat(denied))
  const first = exclusively('task', async () => 'first')
  expect(await exclusively('task', async () => 'second')).toBeNull()
  expect(await first).toBe('first')
})

test("passes on the failure of a task that had the lock, and doesn't repeat the task", async () => {
  let runs = 0
  const exclusively = createExclusively(locksThat(async (task) => task()))
  const run = exclusively('task', async () => {
    runs += 1
    throw new Error('broken')
  })
  await expect(run).rejects.toThrow('broken')
  expect(runs).toBe(1)
})

test("doesn't repeat a failed task when there are no locks", async () => {
  let runs = 0
  const run = createExclusively(undefined)('task', async () => {
    runs += 1
    throw new Error('broken')
  })
  await expect(run).rejects.toThrow('broken')
  expect(runs).toBe(1)
})
