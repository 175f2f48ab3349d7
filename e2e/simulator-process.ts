import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { simulatorPort } from './ports.ts'

/** The simulator's HTTP server as a separate process, as a user would start it. */
export type SimulatorProcess = {
  origin: string
  accountId: string
  accountKey: string
  stats: () => Promise<{ throttled: number; [name: string]: unknown }>
  stop: () => Promise<void>
  /** Kills it. */
  kill: () => Promise<void>
}

/** Starts `src/simulator/cli.ts` on the port of this test, and waits for its line. */
export async function startSimulatorProcess(...flags: string[]): Promise<SimulatorProcess> {
  const child: ChildProcess = spawn(
    process.execPath,
    ['src/simulator/cli.ts', '--port', String(simulatorPort), ...flags],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
  if (!child.stdout) throw new Error('the simulator has no output')
  for await (const line of createInterface({ input: child.stdout })) {
    const match = /^Simulator: (\S+) account (\S+) key (\S+)$/.exec(line)
    if (!match) continue
    const [, origin = '', accountId = '', accountKey = ''] = match
    return {
      origin,
      accountId,
      accountKey,
      stats: async () =>
        (await (await fetch(`${origin}/simulator/stats`)).json()) as { throttled: number },
      stop: () => end('SIGTERM'),
      kill: () => end('SIGKILL'),
    }
  }
  throw new Error('the simulator ended before it was ready')
}
