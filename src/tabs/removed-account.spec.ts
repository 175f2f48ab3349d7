import { expect, test } from 'vitest'
import { setCredential, credentialsStore } from '../accounts/credentials.ts'
import type { Channel } from '../util/channel.ts'
import { openRuntime } from '../test-support/open-runtime.ts'
import { joinTabs } from './broadcast.ts'
import { sessionTalk } from '../sessions/session-talk.ts'

test('a tab that hears of a removed account drops its key and its token', () => {
  const runtime = openRuntime()
  const { queryClient } = runtime
  const listeners: ((event: { data: unknown }) => void)[] = []
  const channel: Channel = {
    postMessage: () => {},
    addEventListener: (_type, listener) => listeners.push(listener),
  }
  joinTabs(runtime, channel, sessionTalk)
  setCredential(runtime, 'gone', { kind: 'key', accountKey: 'a key' })
  queryClient.setQueryData(['token', 'gone'], { accessToken: 'a token' })
  queryClient.setQueryData(['token', 'stays'], { accessToken: 'another token' })
  for (const hear of listeners)
    hear({ data: { type: 'credential', accountId: 'gone', credential: null } })
  expect(credentialsStore(runtime).getState().byAccount['gone']).toBeUndefined()
  expect(queryClient.getQueryData(['token', 'gone'])).toBeUndefined()
  expect(queryClient.getQueryData(['token', 'stays'])).toBeDefined()
})
