import { guid, hexDigits, pick, pickNumber } from './random.ts'
import type { SessionRecord } from './record.ts'

/** Facts of a rendering server that follow from its session's ID and never change. */
export type ServerFacts = {
  hostname: string
  arrInspectorPort: number
  handshakePort: number
  teraflops: number
}

/** Ports are in 49152 to 65534 (docs/protocol.md#api-2021-01-01). */
const FIRST_PORT = 49_152
const PORT_COUNT = 65_534 - FIRST_PORT + 1

/**
 * Recorded for Standard. Nothing was recorded for Premium, so its figure is the simulator's
 * own.
 */
const TERAFLOPS: Record<string, readonly number[]> = { Standard: [10.6, 8.1], Premium: [21.2] }

/**
 * Cached, because a list of thousands is requested every few seconds and choosing takes half of
 * its time.
 */
const chosen = new WeakMap<SessionRecord, ServerFacts>()

/**
 * The server of a session. Its host name has the form recorded in 2021 or 2022
 * (docs/protocol.md#hosts-and-domains), under a domain that doesn't exist.
 */
export function serverFacts(endpoint: string, record: SessionRecord): ServerFacts {
  const facts = chosen.get(record) ?? choose(endpoint, record)
  chosen.set(record, facts)
  return facts
}

function choose(endpoint: string, { id, size }: SessionRecord): ServerFacts {
  const choice = `server ${endpoint} ${id}`
  const region = /^remoterendering\.([a-z0-9]+)\./.exec(endpoint)?.[1] ?? 'local'
  const name =
    size === 'Standard'
      ? `arr${region.slice(0, 2)}standard${hexDigits(choice, 32)}`
      : `${pickNumber(choice, 100_000_000, 2_000_000_000)}-${guid(choice)}`
  const inspector = pickNumber(`${choice} inspector`, 0, PORT_COUNT - 1)
  // One step less than a full round, so that the two ports always differ.
  const handshake = (inspector + pickNumber(`${choice} shake`, 1, PORT_COUNT - 1)) % PORT_COUNT
  return {
    hostname: `${name}.remoterendering.vm.${region}.simulator.test`,
    arrInspectorPort: FIRST_PORT + inspector,
    handshakePort: FIRST_PORT + handshake,
    teraflops: pick(choice, TERAFLOPS[size] ?? [8.1]),
  }
}
