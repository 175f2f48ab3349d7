import { expect, test } from 'vitest'
import { createRuntime } from '../runtime/runtime.ts'
import { accountWith } from '../test-support/account.ts'
import { portsOf } from '../test-support/service-ports.ts'
import { endpointRefs } from './accounts.ts'
import {
  type Credential,
  credentialsStore,
  idsByUnlock,
  noteAcceptance,
  noteRefusal,
  setCredential,
} from './credentials.ts'
import { onePerLocation } from './twins.ts'

/** The order of the unlocked accounts, which decides which of two twins is asked. */

const keyOf = (accountKey: string): Credential => ({ kind: 'key', accountKey })

/** Two entries of one account. */
const setUp = () => {
  const runtime = createRuntime({ ports: portsOf(async () => new Response()) })
  const accounts = ['one', 'two'].map((id) =>
    accountWith({ id, endpoints: ['https://a.test'] }),
  )
  const known = () => credentialsStore(runtime).getState().byAccount
  const asked = () =>
    onePerLocation(endpointRefs(accounts), idsByUnlock(known())).map(
      ({ account }) => account.id,
    )
  const unlock = (id: string, accountKey: string) =>
    setCredential(runtime, id, keyOf(accountKey))
  const refuse = (id: string) => noteRefusal(runtime, id, known()[id])
  const accept = (id: string) => noteAcceptance(runtime, id, known()[id])
  return { runtime, known, asked, unlock, refuse, accept }
}

test('an account whose key is refused makes way for its twin, whichever is unlocked first', () => {
  const { asked, unlock, refuse } = setUp()
  unlock('two', 'a wrong key')
  refuse('two')
  // It is asked as long as there is no other one.
  expect(asked()).toEqual(['two'])
  unlock('one', 'the right key')
  expect(asked()).toEqual(['one'])
})

test('an account that was refused stays behind its twin after its key is corrected', () => {
  const { asked, unlock, refuse } = setUp()
  unlock('two', 'a wrong key')
  refuse('two')
  unlock('one', 'the right key')
  unlock('two', 'the right key')
  expect(asked()).toEqual(['one'])
})

test('an account that was refused once and works again keeps its place when its twin is unlocked', () => {
  const { asked, unlock, refuse, accept } = setUp()
  unlock('two', 'a key')
  refuse('two')
  accept('two')
  unlock('one', 'a key')
  expect(asked()).toEqual(['two'])
})

test('an account that works again takes nothing over from a twin that was unlocked meanwhile', () => {
  const { asked, unlock, refuse, accept } = setUp()
  unlock('two', 'a key')
  refuse('two')
  unlock('one', 'a key')
  accept('two')
  expect(asked()).toEqual(['one'])
})

test('the success of a call with an earlier key says nothing about the key that was entered since', () => {
  const { runtime, known, unlock, refuse } = setUp()
  unlock('one', 'a right key')
  const accepted = known()['one']
  unlock('one', 'a wrong key')
  refuse('one')
  noteAcceptance(runtime, 'one', accepted)
  expect(known()['one']?.isRefused).toBe(true)
})

test('an account in use keeps its place when its key is replaced', () => {
  const { asked, unlock } = setUp()
  unlock('two', 'a key')
  unlock('one', 'a key')
  unlock('two', 'another key')
  expect(asked()).toEqual(['two'])
})

test('the refusal of an earlier key says nothing about the key that was entered since', () => {
  const { runtime, known, unlock } = setUp()
  unlock('one', 'a wrong key')
  const refused = known()['one']
  unlock('one', 'the right key')
  noteRefusal(runtime, 'one', refused)
  expect(known()['one']).toEqual(keyOf('the right key'))
  noteRefusal(runtime, 'two', undefined)
  expect(Object.keys(known())).toEqual(['one'])
})
