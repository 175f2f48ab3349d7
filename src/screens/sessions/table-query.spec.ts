import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { mergeTableQueries, readTableQuery, writeTableQuery } from './table-model.ts'

/** What was typed or chosen survives a link that was drawn before the address followed. */

const merged = (linked: string, base: string, local: string) =>
  mergeTableQueries(new URLSearchParams(linked), {
    base: new URLSearchParams(base),
    local: new URLSearchParams(local),
  }).toString()

test('a link that repeats the old query gets the new one', () => {
  expect(merged('q=fa', 'q=fa', 'q=fair')).toBe('q=fair')
  expect(merged('', '', 'q=fair&show=ready')).toBe('q=fair&show=ready')
  expect(merged('q=fa', 'q=fa', '')).toBe('')
})

test('what a link sets itself counts, and the rest of what was typed stays', () => {
  expect(merged('q=linked', 'q=fa', 'q=fair')).toBe('q=linked')
  expect(
    readTableQuery(new URLSearchParams(merged('view=timeline', '', 'q=fair'))),
  ).toMatchObject({ text: 'fair', isTimeline: true })
})

test('without local changes a link is left as it is', () => {
  const query = fc
    .record({ q: fc.string(), show: fc.string(), other: fc.string() }, { requiredKeys: [] })
    .map((record) => new URLSearchParams(record as Record<string, string>).toString())
  fc.assert(
    fc.property(query, query, (linked, base) => {
      const left = new URLSearchParams(merged(linked, base, base))
      expect([...left].toSorted()).toEqual([...new URLSearchParams(linked)].toSorted())
    }),
  )
})

test.each([
  ['show=ready', 'q=status%3Aready'],
  ['q=fair&show=starting', 'q=status%3Astarting+fair'],
  ['show=ending&sort=id', 'sort=id&q=left%3C10m'],
  ['show=other&q=fair', 'q=fair'],
])('the figure of an earlier link, %s, becomes a part of the text', (link, written) => {
  const params = new URLSearchParams(link)
  expect(writeTableQuery(params, readTableQuery(params)).toString()).toBe(written)
})
