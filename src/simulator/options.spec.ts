import { describe, expect, test } from 'vitest'
import { DEFAULT_ACCOUNT } from './account.ts'
import { readFlags, USAGE } from './flags.ts'
import { DEFAULT_OPTIONS, readSimulatorOptions } from './options.ts'
import { SCENARIOS } from './scenarios.ts'

describe('options of an address or of storage', () => {
  test('nothing given: a dozen sessions in real time, with a rate limit', () => {
    expect(readSimulatorOptions({})).toEqual(DEFAULT_OPTIONS)
    expect(readSimulatorOptions(null)).toEqual(DEFAULT_OPTIONS)
    expect(DEFAULT_OPTIONS).toMatchObject({ sessions: 12, speed: 1, scenario: 'none' })
  })

  test('texts are read, other parameters are ignored', () => {
    const search = new URLSearchParams(
      'simulator&sessions=40&speed=1.5&seed=7&scenario=paged&rate-limit=off&q=x',
    )
    expect(readSimulatorOptions(Object.fromEntries(search))).toEqual({
      ...DEFAULT_OPTIONS,
      sessions: 40,
      speed: 1.5,
      seed: 7,
      scenario: 'paged',
      rateLimit: false,
    })
  })

  test('stored options are read back unchanged', () => {
    const options = { ...DEFAULT_OPTIONS, sessions: 3, scenario: 'flaky' as const }
    expect(readSimulatorOptions(JSON.parse(JSON.stringify(options)))).toEqual(options)
  })

  test.each([
    [{ sessions: '-1' }, 'sessions must be a whole number from 0 to 100000, not "-1".'],
    [{ sessions: '1.5' }, 'sessions must be a whole number from 0 to 100000, not "1.5".'],
    [{ sessions: '' }, 'sessions must be a whole number from 0 to 100000, not "".'],
    [{ speed: '0' }, 'speed must be a number from 0.001 to 100000, not "0".'],
    [{ speed: 'NaN' }, 'speed must be a number from 0.001 to 100000, not "NaN".'],
    [{ rateLimit: 'maybe' }, 'rate-limit must be on or off, not "maybe".'],
    [
      { scenario: 'storm' },
      `scenario must be one of ${SCENARIOS.join(', ')}; "storm" is none of them.`,
    ],
  ])('%j is refused, naming the option and its valid values', (input, message) => {
    expect(() => readSimulatorOptions(input)).toThrow(message)
  })
})

describe('flags of the HTTP server', () => {
  test('nothing given: port 8787, the well-known account, no CORS, like the service', () => {
    expect(readFlags([])).toEqual({
      port: 8787,
      cors: false,
      stateFile: null,
      account: DEFAULT_ACCOUNT,
      options: DEFAULT_OPTIONS,
    })
  })

  test('each flag is read, with a space or an equals sign', () => {
    const accountId = '11111111-1111-4111-8111-111111111111'
    const argv = `--port=0 --account ${accountId} --key abc= --sessions 0 --speed 60 --seed 2
      --scenario lost-reply --rate-limit off --cors on --state x.json --calls-per-minute 30 --burst 2`
    expect(readFlags(argv.split(/\s+/))).toEqual({
      port: 0,
      cors: true,
      stateFile: 'x.json',
      account: { accountId, accountKey: 'abc=' },
      options: {
        sessions: 0,
        speed: 60,
        seed: 2,
        scenario: 'lost-reply',
        rateLimit: false,
        callsPerMinute: 30,
        burst: 2,
      },
    })
  })

  test.each([
    [['--port', '70000'], 'port must be a whole number from 0 to 65535, not "70000".'],
    [['--port', 'x'], 'port must be a whole number from 0 to 65535, not "x".'],
    [['--account', 'me'], 'account must be a GUID, not "me".'],
    [['--key', 'two words'], 'key must be printable ASCII without spaces.'],
    [['--cors', 'yes'], 'cors must be on or off, not "yes".'],
    [['--sessions', 'many'], 'sessions must be a whole number from 0 to 100000, not "many".'],
    [['--prot', '1'], "Unknown option '--prot'"],
    [['extra'], "Unexpected argument 'extra'"],
    [['--port'], "Option '--port <value>' argument missing"],
  ])('%j is refused with one clear sentence', (argv, message) => {
    expect(() => readFlags(argv)).toThrow(message)
  })

  test('--help returns the usage, which names every scenario', () => {
    expect(readFlags(['--sessions', '3', '--help'])).toBeNull()
    for (const name of SCENARIOS) expect(USAGE).toContain(name)
  })
})
