import { expect, test, vi } from 'vitest'
import { createMemoryStores } from '../gate/store.ts'
import { portsOf } from '../test-support/service-ports.ts'
import { setCredential } from '../accounts/credentials.ts'
import { leadershipStore } from './leadership.ts'
import { createRuntime } from '../runtime/runtime.ts'
import { joinBrowser } from './join-tabs.ts'
import { pageInView } from '../test-support/lonely-browser.ts'
import { sessionTalk } from '../sessions/session-talk.ts'

/** How a tab joins the others of its browser. */

const CREDENTIAL = { kind: 'key', accountKey: 'key' } as const

/**
 * A visible tab. @returns `steps`: the locks it requested and the channels it opened, in order
 */
function openTab({ hasChannels }: { hasChannels: boolean }) {
  const steps: string[] = []
  const said: { channel: string; message: unknown }[] = []
  const runtime = createRuntime({
    ports: portsOf(() => Promise.reject(new TypeError('no network in this test'))),
  })
  joinBrowser(runtime, {
    talk: sessionTalk,
    stores: createMemoryStores(),
    locks: {
      request: (name, _options, whileHeld) => {
        steps.push(`lock ${name}`)
        return whileHeld()
      },
    },
    openChannel: (channel) => {
      if (!hasChannels) return null
      steps.push(`channel ${channel}`)
      return {
        postMessage: (message) => said.push({ channel, message }),
        addEventListener: () => {},
      }
    },
    page: pageInView(),
  })
  return { runtime, steps, said }
}

test("a tab listens to the others before it requests the leader's lock", async () => {
  const { runtime, steps, said } = openTab({ hasChannels: true })
  await vi.waitFor(() =>
    expect(leadershipStore(runtime).getState()).toEqual({
      isLeader: true,
      epoch: 1,
      isAlone: false,
    }),
  )
  expect(steps).toEqual(['channel rrc-tabs', 'channel rrc-lead', 'lock rrc-leader'])
  expect(said).toContainEqual({ channel: 'rrc-tabs', message: { type: 'hello' } })
})

test('a tab without channels polls for itself, and leaves the leadership to the others', async () => {
  const { runtime, steps, said } = openTab({ hasChannels: false })
  await vi.waitFor(() =>
    expect(leadershipStore(runtime).getState()).toEqual({
      isLeader: true,
      epoch: 0,
      isAlone: true,
    }),
  )
  expect(steps).toEqual([])
  expect(said).toEqual([])
})

test('a credential entered later is shared with the others', () => {
  const { runtime, said } = openTab({ hasChannels: true })
  setCredential(runtime, 'account', CREDENTIAL)
  expect(said).toContainEqual({
    channel: 'rrc-tabs',
    message: { type: 'credential', accountId: 'account', credential: CREDENTIAL },
  })
})
