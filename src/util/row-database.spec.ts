import { expect, test } from 'vitest'
import { createFetchedRows } from './row-database.ts'
import { createMemoryRows } from '../test-support/memory-rows.ts'

const KEY_PATHS = { things: 'id' }
const THING = { id: 'one' }

test('fetches the code of a database once, by the first call', async () => {
  let fetches = 0
  const rows = createFetchedRows(async () => {
    fetches += 1
    return createMemoryRows(KEY_PATHS)
  })
  expect(fetches).toBe(0)
  await Promise.all([rows.put('things', [THING]), rows.all('things')])
  await rows.change('things', ['one'], () => ({ ...THING, name: 'first' }))
  expect(await rows.all('things')).toEqual([{ ...THING, name: 'first' }])
  await rows.remove('things', ['one'])
  expect(await rows.all('things')).toEqual([])
  expect(fetches).toBe(1)
})

test('a call whose fetch fails rejects, and the next call fetches again', async () => {
  let fetches = 0
  const rows = createFetchedRows(async () => {
    fetches += 1
    if (fetches === 1) throw new TypeError('Failed to fetch')
    return createMemoryRows(KEY_PATHS)
  })
  await expect(rows.all('things')).rejects.toThrow('Failed to fetch')
  expect(await rows.all('things')).toEqual([])
})
