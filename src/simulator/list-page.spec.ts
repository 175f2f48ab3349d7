import { describe, expect, test } from 'vitest'
import {
  type Answered,
  field,
  listed,
  startSpecService,
  WEST,
} from '../test-support/simulator-calls.ts'

/** Follows the links of a list from page to page, up to a number of pages. */
const follow = async (service: ReturnType<typeof startSpecService>, most: number) => {
  const headers = { authorization: `Bearer ${await service.token()}` }
  let page = await service.call('GET', '')
  const pages = [listed(page).map(({ id }) => String(id))]
  const links: unknown[] = []
  for (;;) {
    const link = field(page, '@nextLink')
    links.push(link)
    if (typeof link !== 'string' || pages.length >= most) return { pages, links }
    page = await service.raw('GET', link, { headers })
    pages.push(listed(page).map(({ id }) => String(id)))
  }
}

describe('paged', () => {
  test('a list comes in three pages that together contain every session once', async () => {
    const { call, raw, token } = startSpecService({ sessions: 40, scenario: 'paged' })
    const headers = { authorization: `Bearer ${await token()}` }
    const nextLink = (page: Answered): string => {
      const next = field(page, '@nextLink')
      return typeof next === 'string' ? next : ''
    }
    let page = await call('GET', '')
    const ids = listed(page).map(({ id }) => id)
    let pages = 1
    while (nextLink(page) !== '') {
      expect(new URL(nextLink(page)).origin).toBe(WEST)
      page = await raw('GET', nextLink(page), { headers })
      expect(page.status).toBe(200)
      ids.push(...listed(page).map(({ id }) => id))
      pages += 1
    }
    const whole = await startSpecService({ sessions: 40 }).call('GET', '')
    expect(pages).toBe(3)
    expect(ids).toEqual(listed(whole).map(({ id }) => id))
  })

  test('a session that ends between two pages moves no other', async () => {
    const { call, raw, token } = startSpecService({ sessions: 40, scenario: 'paged' })
    const headers = { authorization: `Bearer ${await token()}` }
    const whole = listed(await startSpecService({ sessions: 40 }).call('GET', ''))
    const first = await call('GET', '')
    await call('POST', `/${String(listed(first)[0]?.['id'])}/:stop`)
    const second = await raw('GET', String(field(first, '@nextLink')), { headers })
    const length = listed(first).length
    expect(listed(second)[0]?.['id']).toBe(whole[length]?.['id'])
  })

  test('an invalid page token is 400', async () => {
    const { raw, token, account } = startSpecService({ scenario: 'paged' })
    const answer = await raw(
      'GET',
      `${WEST}/accounts/${account.accountId}/sessions?api-version=2021-01-01&continuationToken=x`,
      { headers: { authorization: `Bearer ${await token()}` } },
    )
    expect(answer.status).toBe(400)
    expect(field(answer, 'error')).toMatchObject({ code: 'BadRequest' })
  })

  test('the last page and an unpaged list have no next link', async () => {
    for (const scenario of ['paged', 'none'] as const) {
      const { call } = startSpecService({ scenario })
      expect((await call('GET', '')).text).toBe('{"sessions":[]}')
    }
  })
})

test('overlapping-pages: each page begins with the last session of the page before', async () => {
  const service = startSpecService({ sessions: 40, scenario: 'overlapping-pages' })
  const { pages } = await follow(service, 50)
  expect(pages.length).toBeGreaterThan(2)
  for (const [index, ids] of pages.slice(1).entries()) expect(ids[0]).toBe(pages[index]?.at(-1))
  const whole = listed(await startSpecService({ sessions: 40 }).call('GET', ''))
  expect([...new Set(pages.flat())]).toEqual(whole.map(({ id }) => id))
})

test('looped-link: the last page leads to itself', async () => {
  const service = startSpecService({ sessions: 40, scenario: 'looped-link' })
  const { pages, links } = await follow(service, 6)
  expect(pages).toHaveLength(6)
  expect(pages[3]).toEqual(pages[2])
  expect(links[3]).toBe(links[2])
})
