import { beforeEach, expect, test, vi } from 'vitest'
import { useStorageHealth } from '../util/storage-health.ts'
import { type CreateIntent, newCreateIntent } from '../starts/create-intent.ts'
import { fillableDb } from '../test-support/full-disk.ts'
import { createSharedTable } from './shared-table.ts'
import { createMemoryConsoleDb } from './console-db.ts'

const DAY = 86_400_000
const intent = (
  id: string,
  createdAtMs: number,
  end: CreateIntent['end'] = null,
): CreateIntent => ({
  ...newCreateIntent(
    {
      id,
      accountId: 'account',
      endpoint: 'https://a',
      apiVersion: '2021-01-01',
      wanted: { id, size: 'Standard', leaseMs: 60_000, models: [] },
    },
    createdAtMs,
  ),
  end,
})
const sharedTableOf = () => createSharedTable('intents', ({ isDismissed }) => !isDismissed)
const full = () => fillableDb(() => true)
/** The channel of a browser, heard by every tab. */
const channelOf = () => {
  const listeners: ((event: { data: unknown }) => void)[] = []
  return {
    postMessage: vi.fn((data: unknown) => listeners.forEach((listen) => listen({ data }))),
    addEventListener: (_type: 'message', listen: (event: { data: unknown }) => void) =>
      void listeners.push(listen),
  }
}

beforeEach(() => useStorageHealth.setState({ isRefused: false, isOutdated: false }))

test('what was begun is there after a reload; what ended goes after two days, unread after a month', async () => {
  const db = createMemoryConsoleDb()
  const read = { isDismissed: true }
  for (const one of [
    intent('open', 0),
    { ...intent('ended', 29 * DAY, 'adopted'), ...read },
    { ...intent('long-ended', 29 * DAY - 1, 'adopted'), ...read },
    intent('unread', DAY, 'not-created'),
    intent('long-unread', DAY - 1, 'not-created'),
  ])
    await db.change('intents', one.id, () => one)
  const journal = sharedTableOf()
  await journal.open(db, null, 31 * DAY)
  const kept = ['ended', 'open', 'unread']
  expect([...journal.use.getState().rows.keys()].toSorted()).toEqual(kept)
  expect((await db.all('intents')).map(({ id }) => id).toSorted()).toEqual(kept)
})

test('a full disk stops nothing: what is begun goes on in memory, and it is said', async () => {
  const journal = sharedTableOf()
  await journal.open(full(), null, 0)
  expect(journal.use.getState().isRefused).toBe(false)
  await journal.change('a', () => intent('a', 0))
  const next = await journal.change('a', (known) => known && { ...known, attempts: 1 })
  expect(next).toMatchObject({ id: 'a', attempts: 1 })
  expect(journal.use.getState().rows.get('a')).toMatchObject({ attempts: 1 })
  expect(journal.use.getState().isRefused).toBe(true)
  expect(useStorageHealth.getState().isRefused).toBe(true)
})

test('a database that can not be read is said before anything is begun', async () => {
  const journal = sharedTableOf()
  const db = { ...createMemoryConsoleDb(), all: () => Promise.reject(new Error('refused')) }
  await journal.open(db, null, 0)
  expect(journal.use.getState().isRefused).toBe(true)
})

test('what one tab changes another shows', async () => {
  const db = createMemoryConsoleDb()
  const channel = channelOf()
  const [first, second] = [sharedTableOf(), sharedTableOf()]
  await first.open(db, channel, 0)
  await second.open(db, channel, 0)
  await first.change('a', () => intent('a', 0))
  expect(second.use.getState().rows.get('a')).toMatchObject({ id: 'a' })
  // What decides stands in the database: the other tab's change begins from it.
  await second.change('a', (known) => known && { ...known, isCancelled: true })
  expect(first.use.getState().rows.get('a')).toMatchObject({ isCancelled: true })
})

test('a change of what is not there makes nothing', async () => {
  const journal = sharedTableOf()
  await journal.open(createMemoryConsoleDb(), null, 0)
  expect(await journal.change('none', (known) => known)).toBeNull()
  expect(journal.use.getState().rows.size).toBe(0)
})

test('what another tab cleared away is written anew with the next change', async () => {
  const db = createMemoryConsoleDb()
  const journal = sharedTableOf()
  await journal.open(db, null, 0)
  await journal.change('a', () => intent('a', 0))
  await db.remove('intents', ['a'])
  await journal.change('a', (known) => known && { ...known, attempts: 1 })
  expect(await db.all('intents')).toMatchObject([{ id: 'a', attempts: 1 }])
})

test('what was loaded before the database refused goes on too', async () => {
  const db = createMemoryConsoleDb()
  await db.change('intents', 'a', () => intent('a', 0))
  const journal = sharedTableOf()
  await journal.open({ ...full(), all: db.all }, null, 0)
  const next = await journal.change('a', (known) => known && { ...known, attempts: 1 })
  expect(next).toMatchObject({ id: 'a', attempts: 1 })
})

test('a change that storage refused is not undone by the next look, nor told as older to other tabs', async () => {
  const channel = channelOf()
  let isFull = false
  const db = createMemoryConsoleDb()
  const [first, second] = [sharedTableOf(), sharedTableOf()]
  await first.open(
    fillableDb(() => isFull, db),
    channel,
    0,
  )
  await second.open(
    fillableDb(() => isFull, db),
    channel,
    0,
  )
  await first.change('a', () => intent('a', 0))
  isFull = true
  await first.update('a', (known) => ({ ...known, attempts: 1 }))
  expect(await first.update('a', (known) => known)).toMatchObject({ attempts: 1 })
  // The other tab reads the same full disk.
  expect(await second.update('a', (known) => known)).toMatchObject({ attempts: 1 })
  // An older state must not be taken up after a reload: a v1 create would leave twice.
  expect(await db.all('intents')).toEqual([])
  await second.update('a', (known) => ({ ...known, isCancelled: true }))
  expect(await first.update('a', (known) => known)).toMatchObject({
    attempts: 1,
    isCancelled: true,
  })
})

test('what storage refused is written as soon as there is room', async () => {
  let isFull = true
  const db = createMemoryConsoleDb()
  const journal = sharedTableOf()
  await journal.open(
    fillableDb(() => isFull, db),
    null,
    0,
  )
  await journal.change('a', () => intent('a', 0))
  await journal.update('a', (known) => ({ ...known, attempts: 1 }))
  expect(await db.all('intents')).toEqual([])
  isFull = false
  await journal.update('a', (known) => known)
  expect(await db.all('intents')).toMatchObject([{ id: 'a', attempts: 1 }])
})

test('a change of nothing shows nothing and tells no tab', async () => {
  const channel = channelOf()
  const journal = sharedTableOf()
  await journal.open(createMemoryConsoleDb(), channel, 0)
  await journal.change('a', () => intent('a', 0))
  const shown = vi.fn()
  journal.use.subscribe(shown)
  channel.postMessage.mockClear()
  await journal.update('a', (known) => known)
  expect(shown).not.toHaveBeenCalled()
  expect(channel.postMessage).not.toHaveBeenCalled()
})

test('an update of what is gone says which row is missing', async () => {
  const journal = sharedTableOf()
  await journal.open(createMemoryConsoleDb(), null, 0)
  await expect(journal.update('none', (known) => known)).rejects.toThrow('intents none is gone')
})
