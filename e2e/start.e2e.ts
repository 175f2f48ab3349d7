import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, test } from './fixtures.ts'

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, 'localhost')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

test('npm start serves the console, and its port is free once npm alone was told to stop', async ({
  page,
}) => {
  const port = await freePort()
  const origin = `http://localhost:${port}/`
  const npm = spawn('npm', ['start'], {
    // A group of its own, so that nothing is left over when the test fails.
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, PORT: String(port) },
  })
  const ended = once(npm, 'exit')
  const isServed = () =>
    page.request.get(origin).then(
      (response) => response.ok(),
      () => false,
    )
  try {
    await expect.poll(isServed, { timeout: 60_000 }).toBe(true)
    npm.kill('SIGTERM')
    await ended
    await expect.poll(isServed).toBe(false)
  } finally {
    try {
      if (npm.pid) process.kill(-npm.pid, 'SIGKILL')
    } catch {
      // Everything has ended already, as it should.
    }
  }
})
