import { beforeEach, expect, test, vi } from 'vitest'
import { useStorageHealth } from '../util/storage-health.ts'
import { type Intent, newIntent } from '../watch/intents.ts'
import { createJournal } from './journal.ts'
import { createMemoryWatchDb, type WatchDb } from './watch-db.ts'

const DAY = 86_400_000
const intent = (id: string, createdAtMs: number, end: Intent['end'] = null): Intent => ({
  ...newIntent(
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
const full = (): WatchDb => ({
  ...createMemoryWatchDb(),
  change: () => Promise.reject(new DOMException('full', 'QuotaExceededError')),
})

beforeEach(() => useStorageHealth.setState({ isRefused: false, isOutdated: false }))

test('what was begun before is there after a reload; what ended a day ago is dropped', async () => {
  const db = createMemoryWatchDb()
  for (const one of [
    intent('open', 0),
    intent('just-ended', DAY, 'adopted'),
    intent('long-ended', DAY - 1, 'adopted'),
  ])
    await db.change('intents', one.id, () => one)
  const journal = createJournal('intents')
  await journal.open(db, null, 2 * DAY)
  expect([...journal.use.getState().rows.keys()].toSorted()).toEqual(['just-ended', 'open'])
  expect(await db.all('intents')).toHaveLength(2)
})

test('a full disk stops nothing: what is begun goes on in memory, and it is said', async () => {
  const journal = createJournal('intents')
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
  const journal = createJournal('intents')
  const db = { ...createMemoryWatchDb(), all: () => Promise.reject(new Error('refused')) }
  await journal.open(db, null, 0)
  expect(journal.use.getState().isRefused).toBe(true)
})

test('what one tab changes another shows', async () => {
  const db = createMemoryWatchDb()
  const listeners: ((event: { data: unknown }) => void)[] = []
  const postMessage = vi.fn((data: unknown) => listeners.forEach((listen) => listen({ data })))
  const channel = {
    postMessage,
    addEventListener: (_type: 'message', listen: (event: { data: unknown }) => void) =>
      void listeners.push(listen),
  }
  const [first, second] = [createJournal('intents'), createJournal('intents')]
  await first.open(db, channel, 0)
  await second.open(db, channel, 0)
  await first.change('a', () => intent('a', 0))
  expect(second.use.getState().rows.get('a')).toMatchObject({ id: 'a' })
  // What decides stands in the database: the other tab's change begins from it.
  await second.change('a', (known) => known && { ...known, isCancelled: true })
  expect(first.use.getState().rows.get('a')).toMatchObject({ isCancelled: true })
})

test('a change of what is not there makes nothing', async () => {
  const journal = createJournal('intents')
  await journal.open(createMemoryWatchDb(), null, 0)
  expect(await journal.change('none', (known) => known)).toBeNull()
  expect(journal.use.getState().rows.size).toBe(0)
})

test('what another tab cleared away is written anew with the next change', async () => {
  const db = createMemoryWatchDb()
  const journal = createJournal('intents')
  await journal.open(db, null, 0)
  await journal.change('a', () => intent('a', 0))
  await db.remove('intents', ['a'])
  await journal.change('a', (known) => known && { ...known, attempts: 1 })
  expect(await db.all('intents')).toMatchObject([{ id: 'a', attempts: 1 }])
})

test('what was loaded before the database refused goes on too', async () => {
  const db = createMemoryWatchDb()
  await db.change('intents', 'a', () => intent('a', 0))
  const journal = createJournal('intents')
  await journal.open({ ...full(), all: db.all }, null, 0)
  const next = await journal.change('a', (known) => known && { ...known, attempts: 1 })
  expect(next).toMatchObject({ id: 'a', attempts: 1 })
})
