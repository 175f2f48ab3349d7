import process from 'node:process'
import { createFileStore } from './file-store.ts'
import { type Flags, readFlags, USAGE } from './flags.ts'
import { type HttpHost, startHttpHost } from './http-host.ts'
import { createMemoryStore } from './memory-store.ts'
import { OptionError } from './options.ts'
import { createSimulator } from './simulator.ts'
import { systemClock } from './system-clock.ts'

/** The simulator as an HTTP server: `node src/simulator/cli.ts --port 8787`. */

try {
  const flags = readFlags(process.argv.slice(2))
  if (flags) await run(flags)
  else console.log(USAGE)
} catch (thrown) {
  fail(thrown)
}

async function run({ port, cors, stateFile, account, options }: Flags): Promise<void> {
  const simulator = createSimulator({
    store: stateFile === null ? createMemoryStore() : createFileStore(stateFile),
    clock: systemClock,
    account,
    options,
    soleEndpoint: 'simulator',
  })
  // Simulated time begins when the server starts, not with its first call.
  await simulator.begin(options)
  try {
    const host = await startHttpHost(simulator, { port, cors })
    stopOnSignals(host)
    const { accountId, accountKey } = account
    console.log(`Simulator: ${host.origin} account ${accountId} key ${accountKey}`)
  } catch (thrown) {
    fail(thrown, port)
  }
}

function stopOnSignals(host: HttpHost): void {
  let isStopping = false
  const stop = () => {
    // Ctrl-C reaches this process twice: from the terminal and from its parent.
    if (isStopping) return
    isStopping = true
    // Anything that still keeps the process alive, such as the timer of a withheld answer, ends
    // too.
    void host.close().finally(() => process.exit(0))
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop)
}

function fail(thrown: unknown, port = 0): void {
  console.error(`Simulator: ${messageOf(thrown, port)}`)
  process.exitCode = 1
}

function messageOf(thrown: unknown, port: number): string {
  if (thrown instanceof OptionError) return thrown.message
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : null
  if (code === 'EADDRINUSE') return `Port ${port} is in use. Choose another with --port.`
  if (code === 'EACCES') return `Port ${port} isn't allowed. Choose another with --port.`
  return thrown instanceof Error ? thrown.message : String(thrown)
}
