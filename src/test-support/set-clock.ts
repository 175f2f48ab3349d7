import { pageInView } from './lonely-browser.ts'
import { portsOf } from './service-ports.ts'
import { formatTimespan } from '../service/timespan.ts'
import type { Account } from '../accounts/accounts.ts'
import { setCredential } from '../accounts/credentials.ts'
import { endpointState, toRow } from '../sessions/fleet-model.ts'
import { leaseView, listAgeMs } from '../sessions/time-left.ts'
import { createRuntime } from '../runtime/runtime.ts'
import { listOf } from '../sessions/session-list.ts'
import { wakeStore, watchWake } from '../tabs/page-lifecycle.ts'
import { preferencesStore } from '../runtime/preferences.ts'

/**
 * For specs that set the clock: the shown end compared with the true one. True time is that of
 * the service, and of the monotonic clock.
 */

/** When each test begins, epoch ms. */
export const START = Date.parse('2026-01-01T00:00:00Z')
export const MINUTE = 60_000
const LEASE_MS = 10 * 60 * MINUTE
/** Not on a full second, so that the shown end comes as near to the true one as it can. */
const READY = START + 10

const account: Account = {
  id: 'account',
  name: 'Account',
  accountId: 'account',
  accountDomain: 'example.test',
  stsOrigin: 'https://sts.example.test',
  endpoints: ['https://remoterendering.example.test'],
  // Its elapsed time has seconds, which leaves less room for unnoticed errors than whole
  // minutes.
  apiVersion: 'v1',
  credentialKind: 'token',
  simulatedSpeed: null,
}
/** The listed endpoint. */
export const ref = { account, endpoint: account.endpoints[0] ?? '' }

/**
 * A tab, its list of one session, and what it shows of it. Times by Vitest's fake timers.
 * @returns `network`: whether calls fail, and how long they take each way; `shown`: null
 *   without a list; `lateMs`: by how much the shown end is later than the true one
 */
export function beginSetClock() {
  const beganMs = performance.now()
  const trueMs = () => START + performance.now() - beganMs
  const network = { fails: false, tripMs: 0 }
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
  const runtime = createRuntime({
    ports: portsOf(async () => {
      const { fails, tripMs } = network
      await wait(tripMs)
      const elapsedMs = Math.max(0, Math.floor((trueMs() - READY) / 1000) * 1000)
      const date = new Date(Math.floor(trueMs() / 1000) * 1000).toUTCString()
      const session = {
        sessionId: 'one',
        sessionStatus: 'Ready',
        sessionSize: 'Standard',
        sessionElapsedTime: formatTimespan(elapsedMs),
        sessionMaxLeaseTime: formatTimespan(LEASE_MS),
      }
      await wait(tripMs)
      if (fails) throw new TypeError('no network')
      return Response.json({ sessions: [session] }, { headers: { date } })
    }),
  })
  preferencesStore(runtime).setState({ spacingMs: 2000 })
  setCredential(runtime, account.id, { kind: 'token', accessToken: 'token' })
  watchWake(runtime, pageInView(), () => {})
  const shown = () => {
    const list = listOf(runtime, ref)
    const [session] = list?.sessions ?? []
    if (!list || !session) return null
    const state = endpointState(ref, true, list, null)
    const wake = wakeStore(runtime).getState()
    const view = leaseView(toRow(ref, session), state, Date.now(), wake)
    if (view.kind !== 'counting') throw new Error(view.kind)
    return {
      ...view,
      ageMs: listAgeMs(state, Date.now(), wake),
      lateMs: view.leftMs - (READY + LEASE_MS - trueMs()),
    }
  }
  return { runtime, network, shown }
}
