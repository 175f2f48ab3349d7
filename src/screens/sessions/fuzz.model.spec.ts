import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { visibleText } from '../../i18n/visible-text.ts'
import { idInAddress, paths } from '../../paths.ts'
import { endpointState, toRow } from '../../sessions/fleet-model.ts'
import { leaseView } from '../../sessions/time-left.ts'
import { createRuntime } from '../../runtime/runtime.ts'
import { refreshList } from '../../sessions/load-sessions.ts'
import { observeSession } from '../../sessions/session-list.ts'
import { createSession, extendSession, getSession, stopSession } from '../../service/client.ts'
import { listSessionsPage } from '../../service/list-sessions.ts'
import type { Session } from '../../service/session.ts'
import { answering, portsOf, target } from '../../test-support/service-ports.ts'
import { fetchToken } from '../../service/sts.ts'
import { setCredential } from '../../accounts/credentials.ts'
import { rowTest } from './filter/match-filter.ts'
import { parseFilter } from './filter/parse-filter.ts'
import { SORT_KEYS, sortRows } from './table-model.ts'
import { preferencesStore } from '../../runtime/preferences.ts'
import { accountWith } from '../../test-support/account.ts'

/**
 * Answers of every shape, through the client and the view model of the table. FUZZ_RUNS sets how
 * many per endpoint; the long run is `npm run test:models`.
 */

const NOW = Date.parse('2026-01-01T00:00:00Z')
const runs = { seed: 1, numRuns: Number(process.env['FUZZ_RUNS'] ?? 300) }

const account = accountWith({ id: 'a', name: 'A', accountId: 'a' })
const ref = { account, endpoint: account.endpoints[0] ?? '' }

/** Texts that trip code up: right to left, control characters, markup, very long ones. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.constantFrom(
    '<img src=x onerror=alert(1)>',
    '\u202Eevil\u202C',
    'a\u0000b\u001b[31m',
    'x'.repeat(256),
    'half\uD800',
    '\u200Bzero\u2060',
    '.',
    '..',
    '__proto__',
    'constructor',
    '🙂'.repeat(40),
    'שלום',
  ),
)

const minutes = fc.oneof(fc.nat(1440), fc.constantFrom(0, 0.5, 5_256_000))
const odd = fc.oneof(fc.anything(), fc.constantFrom(null, -1, Number.MAX_VALUE, '', [], {}))

const good2021 = fc.record(
  {
    id: text,
    status: fc.oneof(fc.constantFrom('Ready', 'Starting', 'Error'), text),
    size: fc.oneof(fc.constantFrom('Standard', 'Premium'), text),
    maxLeaseTimeMinutes: minutes,
    elapsedTimeMinutes: minutes,
    creationTime: fc.oneof(fc.constant('2026-01-01T00:00:00Z'), text),
    hostname: fc.oneof(text, fc.constant(null)),
    teraflops: fc.oneof(fc.double(), fc.constant(null)),
  },
  { requiredKeys: ['id', 'status', 'size', 'maxLeaseTimeMinutes'] },
)
const goodV1 = fc.record(
  {
    sessionId: text,
    sessionStatus: fc.oneof(fc.constantFrom('Ready', 'Starting'), text),
    sessionSize: text,
    sessionMaxLeaseTime: fc.constantFrom('04:00:00', '1.00:00:00', '00:00:00'),
    sessionElapsedTime: fc.constantFrom('00:00:01', '03:59:59'),
    message: fc.oneof(text, fc.constant(null)),
  },
  { requiredKeys: ['sessionId', 'sessionStatus', 'sessionMaxLeaseTime'] },
)

/** Good records, and the same with one field spoiled, among anything at all. */
const mixed = <T extends Record<string, unknown>>(good: fc.Arbitrary<T>) =>
  fc.array(
    fc.oneof(
      { weight: 3, arbitrary: good.map((wire) => ({ wire: wire as unknown, isGood: true })) },
      {
        weight: 2,
        arbitrary: fc.tuple(good, fc.nat(7), odd).map(([wire, index, value]) => {
          const keys = Object.keys(wire)
          const key = keys[index % keys.length] ?? ''
          return { wire: { ...wire, [key]: value } as unknown, isGood: false }
        }),
      },
      { weight: 1, arbitrary: fc.anything().map((wire) => ({ wire, isGood: false })) },
    ),
    { maxLength: 12 },
  )

/** A service without a token service, whose lists the test makes up. */
const pagedService = (answer: (url: URL) => object) => {
  const runtime = createRuntime({
    ports: portsOf((request) => Promise.resolve(Response.json(answer(new URL(request.url))))),
  })
  preferencesStore(runtime).setState({ spacingMs: 2000 })
  setCredential(runtime, account.id, { kind: 'token', accessToken: 'token' })
  return { runtime }
}

/** JSON as a service would write it; what has no JSON becomes none. */
const jsonOf = (value: unknown): string => {
  try {
    return (
      JSON.stringify(value, (_key, part: unknown) =>
        typeof part === 'bigint' ? String(part) : part,
      ) ?? 'null'
    )
  } catch {
    return 'null'
  }
}

/** Everything the table works out of a session. */
const show = (sessions: readonly Session[]) => {
  const rows = sessions.map((session) => toRow(ref, observeSession(session, undefined, NOW)))
  const state = endpointState(ref, true, undefined, null)
  const everything = parseFilter('a status:a region:*a* account:a size:-a left<1h elapsed>1m')
  const facts = {
    serverNowMsOf: () => NOW,
    rates: null,
    isNew: () => false,
    entries: new Map(),
    actions: new Map(),
  }
  const matching = rows.filter(rowTest(everything, facts))
  for (const by of SORT_KEYS) sortRows([...rows, ...matching], { by, descending: true })
  for (const row of rows) {
    // A session whose row can't be drawn would be lost.
    const { pathname } = new URL(
      paths.session(account.id, ref.endpoint, row.session.id),
      'https://console.example',
    )
    const [, , , , ...rest] = pathname.split('/')
    expect(rest.map(decodeURIComponent)).toEqual([idInAddress(row.session.id)])
    expect(visibleText(row.session.id)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
    const view = leaseView(row, state, NOW)
    if (view.kind === 'counting') {
      expect(Number.isNaN(view.leftMs)).toBe(false)
      expect(view.leftShare).toBeGreaterThanOrEqual(0)
      expect(view.leftShare).toBeLessThanOrEqual(1)
    }
  }
}

test.each([
  ['2021-01-01', good2021 as fc.Arbitrary<Record<string, unknown>>, 'id'],
  ['v1', goodV1 as fc.Arbitrary<Record<string, unknown>>, 'sessionId'],
] as const)(
  'a bad record never hides a good one, %s',
  async (version, good, idName) => {
    await fc.assert(
      fc.asyncProperty(mixed(good), odd, async (records, nextLink) => {
        const body = jsonOf({
          sessions: records.map(({ wire }) => wire),
          ...(typeof nextLink === 'string' ? { '@nextLink': nextLink } : {}),
        })
        const { ports } = answering(body)
        const result = await listSessionsPage(target(version), 'token', null, ports)
        if (!result.ok) {
          // Only a link to another host makes the whole page unreadable.
          expect(result.error.kind).toBe('unreadable')
          expect(typeof nextLink).toBe('string')
          return
        }
        const { sessions, unreadable } = result.data
        expect(sessions.length + unreadable.length).toBe(records.length)
        const ids = sessions.map(({ id }) => id)
        for (const { wire, isGood } of records)
          if (isGood) expect(ids).toContain((wire as Record<string, unknown>)[idName])
        show(sessions)
      }),
      runs,
    )
  },
  3_600_000,
)

test('a call for any ID goes to that session or nowhere', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(text, fc.string({ unit: 'binary' })),
      fc.constantFrom('2021-01-01', 'v1'),
      async (id, version) => {
        const { ports, requests } = answering('{}', { status: 404 })
        const at = target(version)
        const wanted = { id, size: 'Standard', leaseMs: 3_600_000, models: [] }
        await getSession(at, 'token', id, ports)
        await extendSession(at, 'token', id, 7_200_000, ports)
        await stopSession(at, 'token', id, ports)
        if (version === '2021-01-01') await createSession(at, 'token', wanted, ports)
        for (const { url } of requests) {
          const [, , , , named] = new URL(url).pathname.replace('/v1/', '/').split('/')
          expect(decodeURIComponent(named ?? '')).toBe(id)
        }
      },
    ),
    runs,
  )
}, 3_600_000)

test.each(['2021-01-01', 'v1'] as const)(
  'any answer to any other call ends as a result, never as an exception, %s',
  async (version) => {
    const wanted = { id: 'one', size: 'Standard', leaseMs: 3_600_000, models: [] }
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.anything().map(jsonOf), text, fc.constant('<html>Log in</html>')),
        fc.constantFrom(200, 201, 204, 202, 400, 401, 403, 404, 409, 422, 429, 500, 503),
        fc.constantFrom('application/json', 'text/html', ''),
        fc.oneof(text, fc.constantFrom('-1', '1e9', 'Thu, 01 Jan 2026 00:00:00 GMT')),
        async (body, status, contentType, retryAfter) => {
          const header = /^[\u0020-\u007e]*$/.test(retryAfter) ? retryAfter : '7'
          const { ports } = answering(status === 204 ? null : body, {
            status,
            headers: { 'content-type': contentType, 'retry-after': header },
          })
          const at = target(version)
          const sts = {
            stsOrigin: account.stsOrigin,
            accountId: account.accountId,
            accountKey: 'secret',
          }
          const results = [
            await getSession(at, 'token', 'one', ports),
            await createSession(at, 'token', wanted, ports),
            await extendSession(at, 'token', 'one', 7_200_000, ports),
            await stopSession(at, 'token', 'one', ports),
            await fetchToken(sts, ports),
          ]
          for (const result of results) {
            if (result.ok) continue
            const { retryAfterMs } = result.error
            if (retryAfterMs !== null) expect(retryAfterMs).toBeGreaterThanOrEqual(0)
            expect(jsonOf(result.error)).not.toContain('secret')
          }
        },
      ),
      runs,
    )
  },
  3_600_000,
)

/** Pages that overlap and links that lead anywhere: each page's ids, and the page it leads to. */
const pageGraph = fc.array(
  fc.record({
    ids: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 4 }),
    leadsTo: fc.option(fc.nat(6)),
  }),
  { minLength: 1, maxLength: 6 },
)

test('whatever its pages contain, a list ends and includes each session once, in its latest state', async () => {
  vi.useFakeTimers({ now: NOW })
  await fc.assert(
    fc.asyncProperty(pageGraph, async (graph) => {
      const walked: number[] = []
      const { runtime } = pagedService((url) => {
        const number = Number(url.searchParams.get('page') ?? 0) % graph.length
        walked.push(number)
        const { ids, leadsTo } = graph[number] ?? { ids: [], leadsTo: null }
        const sessions = ids.map((id) => ({
          id,
          status: `call ${walked.length}`,
          size: 'Standard',
          maxLeaseTimeMinutes: 10,
        }))
        const link = new URL(url)
        if (leadsTo !== null) link.searchParams.set('page', String(leadsTo % graph.length))
        return { sessions, ...(leadsTo === null ? {} : { '@nextLink': link.href }) }
      })
      const asked = refreshList(runtime, ref)
      await vi.advanceTimersByTimeAsync(60_000)
      const result = await asked
      if (!result.ok) throw new Error(result.error.kind)
      // The first page has an address of its own, besides that with its number.
      expect(walked.length).toBeLessThanOrEqual(graph.length + 1)
      const last = graph[walked.at(-1) ?? 0]
      expect(result.data.isIncomplete).toBe(last?.leadsTo !== null)
      const told = new Map(
        walked.flatMap((number, call) =>
          (graph[number]?.ids ?? []).map((id) => [id, `call ${call + 1}`] as const),
        ),
      )
      const shown = result.data.sessions.map(({ id, status }) => [id, status] as const)
      expect(shown).toHaveLength(told.size)
      expect(new Map(shown)).toEqual(told)
    }),
    runs,
  )
  vi.useRealTimers()
}, 3_600_000)
