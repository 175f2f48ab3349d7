import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, expect, test, vi } from 'vitest'

/** Starts and ends npm scripts as a user or a service manager does. */

// npm, up to two Node processes, and the server start one after the other.
vi.setConfig({ testTimeout: 60_000 })

const started = new Set()
afterEach(() => {
  for (const { pid } of started) {
    try {
      // The whole process group, so that nothing keeps running when a test fails.
      process.kill(-pid, 'SIGKILL')
    } catch {
      // Everything has already ended, as it should.
    }
  }
  started.clear()
})

const startSimulator = async () => {
  const npm = spawn('npm', ['run', 'simulator', '--', '--port', '0'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  started.add(npm)
  let printed = ''
  let origin
  while (origin === undefined) {
    const [chunk] = await once(npm.stdout, 'data')
    printed += chunk
    origin = /^Simulator: (\S+) account/m.exec(printed)?.[1]
  }
  return { npm, origin }
}

const answers = async (origin) => {
  try {
    return (await fetch(`${origin}/simulator/stats`)).ok
  } catch {
    return false
  }
}

const portIsFree = (origin) =>
  vi.waitUntil(async () => !(await answers(origin)), { timeout: 30_000 })

test.each(['SIGTERM', 'SIGKILL'])(
  'a server started by npm ends and frees its port after only npm got %s',
  async (signal) => {
    const { npm, origin } = await startSimulator()
    expect(await answers(origin)).toBe(true)
    const ended = once(npm, 'exit')
    npm.kill(signal)
    await ended
    await portIsFree(origin)
  },
)

test('Ctrl-C, which reaches every process, ends the server and npm', async () => {
  const { npm, origin } = await startSimulator()
  const ended = once(npm, 'exit')
  process.kill(-npm.pid, 'SIGINT')
  await ended
  await portIsFree(origin)
})
