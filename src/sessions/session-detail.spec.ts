import { expect, test } from 'vitest'
import { setCredential } from '../accounts/credentials.ts'
import { gatesOf } from '../calls/gates.ts'
import { accountWith } from '../test-support/account.ts'
import { setClockByHand } from '../test-support/lonely-browser.ts'
import { openRuntime } from '../test-support/open-runtime.ts'
import { loadSessions } from './load-sessions.ts'
import { sessionDetailQuery } from './session-detail.ts'

setClockByHand()

test('a session that a user opens is asked for before a poll that has waited longer', () => {
  const runtime = openRuntime()
  const account = accountWith({ endpoints: ['https://a.test'] })
  const ref = { account, endpoint: 'https://a.test' }
  setCredential(runtime, account.id, { kind: 'token', accessToken: 'a token' })
  void loadSessions(runtime, ref, 'poll')
  void runtime.queryClient.fetchQuery(sessionDetailQuery(runtime, ref, 'one')).catch(() => {})
  const { waiting } = gatesOf(runtime).of(ref).getView()
  expect(waiting.map(({ kind, subject }) => [kind, subject])).toEqual([
    ['refresh', 'one'],
    ['poll', null],
  ])
})
