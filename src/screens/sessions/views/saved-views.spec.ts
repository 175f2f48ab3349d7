import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { accountWith } from '../../../test-support/account.ts'
import { observedSession } from '../../../test-support/observed-session.ts'
import { toRow } from '../../../sessions/fleet-model.ts'
import { newStatusTest } from '../filter/match-filter.ts'
import { readTableQuery, writeTableQuery } from '../table-model.ts'
import { isShowing, movedView, queryToSave, viewNamed, withView } from './saved-views.ts'

const ref = { account: accountWith(), endpoint: 'https://a.test' }
const rowsOf = (...statuses: string[]) =>
  statuses.map((status, index) => toRow(ref, observedSession({ id: `s${index}`, status })))
const saved = (address: string, ...statuses: string[]) =>
  queryToSave(new URLSearchParams(address), rowsOf(...statuses))

test('a view is the filter and order of the address, and no other part of it', () => {
  expect(saved('q=fair&sort=id.desc&view=timeline&simulator=')).toBe(
    'q=fair&sort=id.desc&view=timeline',
  )
  expect(saved('')).toBe('')
})

test('a view that filters by status knows the statuses of its time', () => {
  const isNew = newStatusTest(
    new URLSearchParams(saved('q=-status:frozen', 'Ready', 'Hibernating')).get('known'),
  )
  expect(['Ready', 'Stopping', 'hibernating', 'Frozen'].some(isNew)).toBe(false)
  expect(isNew('Melting')).toBe(true)
  expect(new URLSearchParams(saved('q=status:ready')).get('known')).toBe('')
  expect(new URLSearchParams(saved('q=fair', 'Hibernating')).has('known')).toBe(false)
})

test('saving what a view shows again makes it know the statuses of today', () => {
  const address = saved('q=status:ready', 'Ready')
  expect(new URLSearchParams(saved(address, 'Melting')).get('known')).toBe('melting')
})

test('an address that is read and written again still shows its view', () => {
  const query = fc.constantFrom(
    'q=status%3Aready&known=',
    'q=fair&sort=id',
    'view=timeline',
    '',
  )
  fc.assert(
    fc.property(query, query, (one, other) => {
      const address = writeTableQuery(
        new URLSearchParams(one),
        readTableQuery(new URLSearchParams(one)),
      )
      expect(isShowing({ name: 'View', query: other }, address)).toBe(one === other)
    }),
  )
})

test('a view keeps its place when it is saved again, whatever the case of its name', () => {
  const views = ['One', 'Two', 'Three'].map((name) => ({ name, query: '' }))
  expect(viewNamed(views, ' two ')).toBe(1)
  expect(withView(views, { name: 'two', query: 'q=a' })[1]).toEqual({
    name: 'two',
    query: 'q=a',
  })
  expect(withView(views, { name: 'Four', query: '' })).toHaveLength(4)
  expect(movedView(views, 2, 0).map(({ name }) => name)).toEqual(['Three', 'One', 'Two'])
  expect(movedView(views, 0, -1)).toEqual(views)
})
