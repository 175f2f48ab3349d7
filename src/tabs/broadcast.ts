import type { QueryKey } from '@tanstack/react-query'
import type { Channel } from '../util/channel.ts'
import { addCallRecords, callLogStore } from '../calls/call-log.ts'
import { forgetCredential, setCredential, credentialsStore } from '../accounts/credentials.ts'
import { SIMULATOR_ACCOUNT_ID } from '../accounts/simulated-account.ts'
import { parseMessage } from '../util/parse-stored.ts'
import { leadershipStore } from './leadership.ts'
import { type TabMessage, tabMessageSchema, tokenQueries } from './tab-messages.ts'
import type { SharedQuery, Talk } from './talk.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { serviceErrorOf, ServiceFailure } from '../runtime/failure.ts'

/**
 * What the tabs of one browser share over the channel, in memory only: tokens, credentials, recent
 * calls, and what the rooms above add (see talk.ts). A tab that opens later asks, and the tabs that
 * know something answer.
 */

/**
 * Joins the channel of the tabs. A message sent under an earlier leadership than the latest one
 * is dropped, because its sender has been replaced.
 */
export function joinTabs(runtime: Runtime, channel: Channel, talk: Talk): void {
  const shared = new Map([tokenQueries, ...talk.queries].map((each) => [each.name, each]))
  const sharedBy = (key: QueryKey): SharedQuery | undefined => shared.get(String(key[0]))
  const { queryClient } = runtime
  const callLog = callLogStore(runtime)
  const cache = queryClient.getQueryCache()
  const post = (message: TabMessage) => channel.postMessage(message)
  // Every tab says hello, and is told everything then. Until one is heard of, nobody listens, and a
  // list of thousands of sessions takes a browser tens of milliseconds to send.
  let hasHeard = false
  const knownEpoch = () => leadershipStore(runtime).getState().epoch
  // Data from another tab must not be sent back.
  let isApplying = false
  const apply = (change: () => void) => {
    isApplying = true
    try {
      change()
    } finally {
      isApplying = false
    }
  }

  cache.subscribe((event) => {
    if (isApplying || !hasHeard || event.type !== 'updated') return
    // The cache erases its types to any; a key is always a list.
    const key = event.query.queryKey as QueryKey
    const { state } = event.query
    const query = sharedBy(key)
    if (!query) return
    if (event.action.type === 'success') {
      const data = query.toTold(runtime, state.data)
      post({ type: 'data', epoch: knownEpoch(), key, data, updatedAtMs: state.dataUpdatedAt })
    } else if (event.action.type === 'error') {
      const error = serviceErrorOf(state.error)
      if (error)
        post({ type: 'failure', epoch: knownEpoch(), key, error, atMs: state.errorUpdatedAt })
    }
  })
  credentialsStore(runtime).subscribe(({ byAccount }, before) => {
    if (isApplying) return
    for (const accountId of new Set([
      ...Object.keys(byAccount),
      ...Object.keys(before.byAccount),
    ])) {
      const credential = byAccount[accountId] ?? null
      if (isTold(accountId) && credential !== (before.byAccount[accountId] ?? null)) {
        post({ type: 'credential', accountId, credential })
      }
    }
  })

  callLog.subscribe(({ records }, before) => {
    const last = records.at(-1)
    if (!isApplying && last && last !== before.records.at(-1)) {
      post({ type: 'calls', records: [last] })
    }
  })

  const tellAll = () => {
    // The leader knows them all.
    if (leadershipStore(runtime).getState().isLeader) {
      post({ type: 'calls', records: callLog.getState().records })
    }
    for (const [accountId, credential] of Object.entries(
      credentialsStore(runtime).getState().byAccount,
    )) {
      if (isTold(accountId)) post({ type: 'credential', accountId, credential })
    }
    for (const { queryKey: key, state } of cache.getAll()) {
      const query = sharedBy(key)
      if (query && state.data !== undefined) {
        const data = query.toTold(runtime, state.data)
        post({ type: 'data', epoch: knownEpoch(), key, data, updatedAtMs: state.dataUpdatedAt })
      }
    }
  }

  const hearTopic = talk.topics.map(({ join }) =>
    join(runtime, (message) => channel.postMessage(message)),
  )
  const schema = tabMessageSchema(talk)
  channel.addEventListener('message', ({ data }) => {
    const message = parseMessage(runtime.browser.storage, schema, data)
    if (!message) return
    hasHeard = true
    apply(() =>
      'own' in message
        ? hear(runtime, message.own, { sharedBy, tellAll })
        : hearTopic[message.topic]?.(message.message),
    )
  })
  // Data that arrived before this code ran was not sent to any tab.
  tellAll()
  post({ type: 'hello' })
}

/** Applies what another tab told. */
function hear(
  runtime: Runtime,
  message: TabMessage,
  {
    sharedBy,
    tellAll,
  }: { sharedBy: (key: QueryKey) => SharedQuery | undefined; tellAll: () => void },
): void {
  const { queryClient } = runtime
  const nowMs = runtime.ports.now()
  const knownEpoch = leadershipStore(runtime).getState().epoch
  switch (message.type) {
    case 'hello':
      // Every tab that knows something answers, because the new tab may just have become
      // leader.
      tellAll()
      break
    case 'credential':
      if (message.credential) setCredential(runtime, message.accountId, message.credential)
      else {
        forgetCredential(runtime, message.accountId)
        queryClient.removeQueries({ queryKey: ['token', message.accountId] })
      }
      break
    case 'calls':
      addCallRecords(runtime, message.records)
      break
    case 'data': {
      const { key, data, updatedAtMs } = message
      // A token stays valid: a tab that asks while it becomes leader uses it.
      if (key[0] !== 'token' && message.epoch < knownEpoch) break
      const known = queryClient.getQueryState(key)
      if (known && isOvertaken(known.dataUpdatedAt, updatedAtMs, nowMs)) break
      // One tab requested the token for all, and every tab that still waits for one uses it.
      if (key[0] === 'token') void queryClient.cancelQueries({ queryKey: key, exact: true })
      queryClient.setQueryData(
        key,
        // What is unchanged stays the same object, as in this tab's own lists.
        (before: unknown) => sharedBy(key)?.toKnown(runtime, before, data),
        { updatedAt: updatedAtMs },
      )
      break
    }
    case 'failure': {
      if (message.epoch < knownEpoch) break
      const query = queryClient.getQueryCache().find({ queryKey: message.key, exact: true })
      if (!query || isOvertaken(query.state.dataUpdatedAt, message.atMs, nowMs)) break
      query.setState({
        status: 'error',
        error: new ServiceFailure(message.error),
        errorUpdatedAt: message.atMs,
      })
      break
    }
  }
}

/**
 * Returns whether a message was overtaken by a later one. A known time in the future is from before
 * the clock was set back.
 */
function isOvertaken(knownAtMs: number, toldAtMs: number, nowMs: number): boolean {
  return knownAtMs > toldAtMs && knownAtMs <= nowMs
}

/** Every tab has the simulator's key from its own simulator, and gives it up with it. */
function isTold(accountId: string): boolean {
  return accountId !== SIMULATOR_ACCOUNT_ID
}
