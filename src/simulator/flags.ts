import { parseArgs } from 'node:util'
import { DEFAULT_ACCOUNT, isGuid, type SimulatorAccount } from './account.ts'
import {
  OPTION_NAMES,
  OptionError,
  readSimulatorOptions,
  readSwitch,
  type SimulatorOptions,
} from './options.ts'
import { SCENARIOS } from './scenarios.ts'

/** The options on the command line. */
export type Flags = {
  /** 0 picks a free port. */
  port: number
  cors: boolean
  /** The file that keeps the state over restarts; null: the state ends with the process. */
  stateFile: string | null
  account: SimulatorAccount
  options: SimulatorOptions
}

export const USAGE = `Usage: npm run simulator -- [flags]

  --port N              port on 127.0.0.1, 0 picks a free one (8787)
  --account ID          account id, a GUID
  --key KEY             account key
  --sessions N          sessions of the generated fleet (12)
  --speed X             simulated seconds per real second (1)
  --seed N              picks fleet, start-up times and faults (1)
  --scenario NAME       a situation out of the list below (none)
  --rate-limit on|off   answer 429 to too many calls (on)
  --calls-per-minute N  sustained calls for one endpoint (12)
  --burst N             calls that may come at once (6)
  --state FILE          keeps the sessions in a file, over restarts (in memory)
  --cors on|off         let pages of other origins call (off, like the service)

All scenarios: ${SCENARIOS.join(', ')}.
docs/simulator.md describes them.`

const HOST_FLAGS = ['port', 'account', 'key', 'cors', 'state']

/**
 * Reads the command line of the HTTP server.
 * @returns null when help is requested
 * @throws OptionError naming the flag and its valid values
 */
export function readFlags(argv: string[]): Flags | null {
  if (argv.includes('--help') || argv.includes('-h')) return null
  const { port, cors, account, key, state, ...options } = parse(argv)
  return {
    port: readPort(port ?? '8787'),
    cors: readSwitch('cors', cors ?? 'off'),
    stateFile: state ?? null,
    account: readAccount(
      account ?? DEFAULT_ACCOUNT.accountId,
      key ?? DEFAULT_ACCOUNT.accountKey,
    ),
    options: readSimulatorOptions(options),
  }
}

function parse(argv: string[]): Record<string, string | undefined> {
  const names = [...HOST_FLAGS, ...OPTION_NAMES]
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]))
  try {
    return parseArgs({ args: argv, options, strict: true, allowPositionals: false }).values
  } catch (thrown) {
    // Node names the flag first and then explains its own parser.
    const text = thrown instanceof Error ? thrown.message : String(thrown)
    const [sentence = ''] = text.split(/\.?(?: To |\n|$)/)
    throw new OptionError(`${sentence}. --help lists the flags.`)
  }
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1
  if (port < 0 || port > 65_535)
    throw new OptionError(`port must be a whole number from 0 to 65535, not "${text}".`)
  return port
}

function readAccount(accountId: string, accountKey: string): SimulatorAccount {
  if (!isGuid(accountId)) throw new OptionError(`account must be a GUID, not "${accountId}".`)
  // The key follows a colon in a header, so it can't contain spaces or line breaks.
  if (!/^[!-~]+$/.test(accountKey))
    throw new OptionError('key must be printable ASCII without spaces.')
  return { accountId, accountKey }
}
