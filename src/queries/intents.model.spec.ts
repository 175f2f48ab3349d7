import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { createMemoryStores } from '../gate/store.ts'
import { createManualClock } from '../simulator/manual-clock.ts'
import { createMemoryStore } from '../simulator/memory-store.ts'
import { DEFAULT_OPTIONS } from '../simulator/options.ts'
import { createSimulator } from '../simulator/simulator.ts'
import type { ApiVersion } from '../service/session.ts'
import type { Account } from '../stores/accounts.ts'
import { setCredential } from '../stores/credentials.ts'
import { openIntents, useIntents } from '../stores/intents.ts'
import { createMemoryWatchDb, type WatchDb } from '../stores/watch-db.ts'
import { cancelIntent, resumeIntents, writeIntent } from './intents.ts'
import { createRuntime, type Runtime } from './runtime.ts'

/**
 * A create under every fault, at every step: before it is sent, after, after its effect and
 * before the reply, while the reply is read, with the tab killed, and taken back at any time.
 * INTENT_RUNS sets how many per version; the long run is `npm run test:models`.
 */

const HOST = 'remoterendering.westeurope.simulator.test'

type Fault =
  | 'none'
  /** The call never reaches the service. */
  | 'before-send'
  /** It is done, and the reply is lost. */
  | 'lost-reply'
  /** It is done, and the reply is cut. */
  | 'cut-reply'
  /** No answer within the timeout; done all the same. */
  | 'stall'
  /** No answer, and done only 45 s later. */
  | 'late'
  | 'status-500'
  | 'status-429'
  /** The tab is killed before, or after, the effect. */
  | 'killed-before'
  | 'killed-after'

const fault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Fault>('none') },
  {
    weight: 6,
    arbitrary: fc.constantFrom<Fault>(
      'before-send',
      'lost-reply',
      'cut-reply',
      'stall',
      'late',
      'status-500',
      'status-429',
      'killed-before',
      'killed-after',
    ),
  },
)

const story = fc.record({
  faults: fc.oneof(
    { weight: 9, arbitrary: fc.array(fault, { maxLength: 6 }) },
    // Nobody is there for a while.
    {
      weight: 1,
      arbitrary: fc
        .integer({ min: 4, max: 6 })
        .map((length) => Array.from({ length }, (): Fault => 'before-send')),
    },
  ),
  /** Seconds after the start at which the user takes it back; null: never. */
  cancelAtS: fc.option(fc.integer({ min: 0, max: 60 }), { nil: null }),
  refusesStorage: fc.nat(9).map((number) => number === 0),
})

type Story = typeof story extends fc.Arbitrary<infer S> ? S : never

const refusing = (): WatchDb => ({
  ...createMemoryWatchDb(),
  all: () => Promise.reject(new Error('refused')),
  changeIntent: () => Promise.reject(new Error('refused')),
})

const follow = async (apiVersion: ApiVersion, { faults, cancelAtS, refusesStorage }: Story) => {
  vi.useFakeTimers({ now: Date.parse('2026-01-01T00:00:00Z') })
  useIntents.setState({ intents: new Map(), isRefused: false })
  const options = { ...DEFAULT_OPTIONS, sessions: 0, rateLimit: false }
  const simulator = createSimulator({
    store: createMemoryStore(),
    clock: { ...createManualClock(Date.now()), now: () => Date.now() },
    options,
  })
  await simulator.begin(options)
  const account: Account = {
    id: 'account',
    name: 'Account',
    accountId: simulator.account.accountId,
    accountDomain: 'simulator.test',
    stsOrigin: 'https://sts.simulator.test',
    endpoints: [`https://${HOST}`],
    apiVersion,
    credentialKind: 'key',
    simulatedSpeed: 1,
  }
  setCredential(account.id, { kind: 'key', accountKey: simulator.account.accountKey })
  const ref = { account, endpoint: account.endpoints[0] ?? '' }
  const db = refusesStorage ? refusing() : createMemoryWatchDb()
  await openIntents(db, null, Date.now())

  const waiting = [...faults]
  const cancelled = { at: null as number | null }
  const violations: string[] = []
  const creates: number[] = []
  let tabNumber = 0
  let stores = createMemoryStores()

  /** A tab; a killed one never hears of its calls again. */
  const openTab = (): { runtime: Runtime; isDead: () => boolean } => {
    tabNumber += 1
    let isDead = false
    const never = new Promise<never>(() => {})
    const die = () => {
      isDead = true
      setTimeout(reopen, 2000)
    }
    const send = async (request: Request): Promise<Response> => {
      if (isDead) return never
      const isSession = request.url.includes(HOST)
      const isCreate =
        isSession && (request.method === 'PUT' || request.url.endsWith('/create'))
      if (isCreate && cancelled.at !== null) violations.push('sent after its cancel')
      if (isCreate) creates.push(Date.now())
      const now = isSession ? (waiting.shift() ?? 'none') : 'none'
      if (now === 'before-send') throw new TypeError('network')
      if (now === 'status-500') return new Response('{}', { status: 500 })
      if (now === 'status-429')
        return new Response(null, { status: 429, headers: { 'retry-after': '7' } })
      if (now === 'killed-before') {
        die()
        return never
      }
      if (now === 'late') {
        setTimeout(() => void simulator.send(request), 45_000)
        throw new TypeError('network')
      }
      const answer = await simulator.send(request)
      if (now === 'lost-reply') throw new TypeError('network')
      if (now === 'cut-reply')
        return new Response((await answer.text()).slice(0, 5), { status: answer.status })
      if (now === 'stall')
        return new Promise((_resolve, reject) => {
          request.signal.addEventListener('abort', () => reject(new TypeError('timeout')))
        })
      if (now === 'killed-after') {
        die()
        return never
      }
      return answer
    }
    const runtime = createRuntime({
      ports: {
        send,
        now: () => Date.now(),
        setTimer: (run, ms) => setTimeout(() => isDead || run(), ms),
        clearTimer: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
        newCorrelationVector: () => 'AAAAAAAAAAAAAAAAAAAAAA',
        timeoutMs: 20_000,
      },
      spacingMs: 5000,
      stores,
      tabId: `tab ${tabNumber}`,
      monotonicNow: () => Date.now(),
    })
    return { runtime, isDead: () => isDead }
  }
  let tab = openTab()
  const resume = () => resumeIntents(tab.runtime, [ref], (_name, task) => task())
  function reopen() {
    // Only what was stored is known to a new tab.
    stores = createMemoryStores()
    tab = openTab()
    if (refusesStorage) return
    useIntents.setState({ intents: new Map() })
    void openIntents(db, null, Date.now()).then(resume)
  }
  const intent = await writeIntent(tab.runtime, ref, {
    id: 'one',
    size: 'Standard',
    leaseMs: 3_600_000,
    models: [],
  })
  void resume()
  if (cancelAtS !== null)
    setTimeout(() => {
      const known = useIntents.getState().intents.get(intent.id)
      if (!known || known.end !== null) return
      void cancelIntent(intent.id).then(() => {
        cancelled.at = Date.now()
      })
    }, cancelAtS * 1000)
  // Three minutes, and what the faults themselves took.
  await vi.advanceTimersByTimeAsync((3 * 60 + faults.length * 30) * 1000)

  const end = useIntents.getState().intents.get(intent.id)
  const listed = (await (
    await simulator.send(
      new Request(
        `${ref.endpoint}/${apiVersion === 'v1' ? 'v1/' : ''}accounts/${account.accountId}/sessions${apiVersion === 'v1' ? '' : `?api-version=${apiVersion}`}`,
        { headers: { authorization: `Bearer ${await tokenOf(simulator, account)}` } },
      ),
    )
  ).json()) as { sessions: Record<string, string>[] }
  vi.useRealTimers()
  return { end, creates, violations, running: listed.sessions, refusesStorage }
}

const tokenOf = async (
  simulator: ReturnType<typeof createSimulator>,
  account: Account,
): Promise<string> => {
  const response = await simulator.send(
    new Request(`${account.stsOrigin}/Accounts/${account.accountId}/token`, {
      headers: { authorization: `Bearer ${account.accountId}:${simulator.account.accountKey}` },
    }),
  )
  return ((await response.json()) as { AccessToken: string }).AccessToken
}

test.each(['2021-01-01', 'v1'] as const)(
  'a create under every fault: never doubled, never lost, never late, always decided: %s',
  async (apiVersion) => {
    const ends = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(story, async (one) => {
        const { end, creates, violations, running, refusesStorage } = await follow(
          apiVersion,
          one,
        )
        expect(violations).toEqual([])
        expect(running.length).toBeLessThanOrEqual(1)
        // Without storage a killed tab takes its creates with it; that is said before (see the form).
        const isKilled = one.faults.some((each) => each.startsWith('killed'))
        if (refusesStorage && isKilled) return
        expect(end?.end).not.toBeNull()
        if (apiVersion === 'v1') expect(creates.length).toBeLessThanOrEqual(1)
        ends.set(end?.end ?? 'open', (ends.get(end?.end ?? 'open') ?? 0) + 1)
        if (end?.end === 'candidates') expect(apiVersion).toBe('v1')
        else expect(running).toHaveLength(end?.end === 'adopted' ? 1 : 0)
      }),
      { seed: 1, numRuns: Number(process.env['INTENT_RUNS'] ?? 100) },
    )
    // Every way to end occurred, so none was proved by its absence.
    expect([...ends.keys()].toSorted()).toEqual(
      [
        'adopted',
        'cancelled',
        'not-created',
        'refused',
        ...(apiVersion === 'v1' ? ['candidates'] : []),
      ].toSorted(),
    )
  },
  3_600_000,
)
