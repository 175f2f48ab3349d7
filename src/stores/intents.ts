import { create } from 'zustand'
import type { Intent } from '../watch/intents.ts'
import { openWatchDb, type WatchDb } from './watch-db.ts'
import type { Channel } from '../util/channel.ts'

/**
 * Creates under way, the same in all tabs and over reloads. What decides stands in the database;
 * what is here is for the screen.
 */

/** Read with `useIntents`. `isRefused`: this browser stores nothing, so a create can be forgotten. */
export const useIntents = create<{
  intents: ReadonlyMap<string, Intent>
  isRefused: boolean
}>(() => ({ intents: new Map(), isRefused: false }))

let database: WatchDb | null = null
let channel: Channel | null = null
/** Stands in for a database that refuses: as good as this tab's memory. */
const memory = new Map<string, Intent>()

/** Ended intents are kept this long, so that a late look finds them. */
const KEPT_MS = 86_400_000

const show = (intent: Intent) =>
  useIntents.setState(({ intents }) => ({ intents: new Map(intents).set(intent.id, intent) }))

/**
 * Loads the creates that are under way.
 * @param nowMs local clock, epoch ms
 */
export const openIntents = async (
  db: WatchDb,
  tabs: Channel | null,
  nowMs: number,
): Promise<void> => {
  database = db
  channel = tabs
  tabs?.addEventListener('message', ({ data }) => show(data as Intent))
  try {
    const all = await db.all('intents')
    const old = all.filter(
      ({ end, createdAtMs }) => end !== null && nowMs - createdAtMs > KEPT_MS,
    )
    await db.remove(
      'intents',
      old.map(({ id }) => id),
    )
    for (const intent of all) if (!old.includes(intent)) show(intent)
  } catch {
    useIntents.setState({ isRefused: true })
  }
}

/**
 * Changes an intent where it decides, then on all screens.
 * @param change gets null for one that is not there; must be pure
 * @returns what is there now
 */
export const changeIntent = async (
  id: string,
  change: (known: Intent | null) => Intent | null,
): Promise<Intent | null> => {
  const inMemory = () => {
    const next = change(memory.get(id) ?? null)
    if (next) memory.set(id, next)
    return next
  }
  // Opened by the first create if nothing did before: none leaves without being written down.
  database ??= 'indexedDB' in globalThis ? openWatchDb() : null
  const next = database
    ? await database.changeIntent(id, change).catch(() => {
        useIntents.setState({ isRefused: true })
        return inMemory()
      })
    : inMemory()
  if (next) {
    memory.set(id, next)
    show(next)
    channel?.postMessage(next)
  }
  return next
}
