import { guid, hexDigits, pick, pickNumber } from './random.ts'
import type { SessionRecord } from './record.ts'

/** Facts of a rendering server that follow from its session's id and never change. */
export type ServerFacts = {
  hostname: string
  arrInspectorPort: number
  handshakePort: number
  teraflops: number
}

/** Ports lie in 49152..65534 (docs/protocol.md#api-2021-01-01). */
const FIRST_PORT = 49_152
const PORT_COUNT = 65_534 - FIRST_PORT + 1

/** Seen for Standard; for Premium nothing was recorded, its figure is the simulator's own. */
const TERAFLOPS: Record<string, readonly number[]> = { Standard: [10.6, 8.1], Premium: [21.2] }

/** A list of thousands is asked for every few seconds: choosing takes half of its time. */
const chosen = new WeakMap<SessionRecord, ServerFacts>()

/**
 * The server behind a session. The host name has the form that was recorded in 2021 or 2022
 * (docs/protocol.md#recorded-answers), under a domain that does not exist.
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
  // A step short of a full round: never the same port twice.
  const handshake = (inspector + pickNumber(`${choice} shake`, 1, PORT_COUNT - 1)) % PORT_COUNT
  return {
    hostname: `${name}.remoterendering.vm.${region}.simulator.test`,
    arrInspectorPort: FIRST_PORT + inspector,
    handshakePort: FIRST_PORT + handshake,
    teraflops: pick(choice, TERAFLOPS[size] ?? [8.1]),
  }
}
