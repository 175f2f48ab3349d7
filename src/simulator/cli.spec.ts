import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test, vi } from 'vitest'
import { DEFAULT_ACCOUNT } from './account.ts'

/** The HTTP server as people start it: its own process, real sockets on loopback. */

// Starting a process takes seconds on a busy machine.
vi.setConfig({ testTimeout: 30_000 })

const CLI = fileURLToPath(new URL('cli.ts', import.meta.url))
const running = new Set<ChildProcess>()

type Started = {
  child: ChildProcess
  /** What it has printed so far. */
  printed: { out: string; err: string }
  /** Exit code and signal, once it has ended. */
  ended: Promise<unknown[]>
}

const start = (...flags: string[]): Started => {
  const child = spawn(process.execPath, ['--no-warnings', CLI, ...flags])
  running.add(child)
  const printed = { out: '', err: '' }
  child.stdout.on('data', (chunk) => (printed.out += String(chunk)))
  child.stderr.on('data', (chunk) => (printed.err += String(chunk)))
  return { child, printed, ended: once(child, 'close') }
}

/** Resolves when the line is printed; the address is in it. */
const originOf = async ({ child, printed }: Started): Promise<string> => {
  while (!printed.out.includes('\n')) await once(child.stdout ?? child, 'data')
  return printed.out.split(' ')[1] ?? ''
}

const { accountId, accountKey } = DEFAULT_ACCOUNT
const askToken = (origin: string): Promise<Response> =>
  fetch(`${origin}/Accounts/${accountId}/token`, {
    headers: { authorization: `Bearer ${accountId}:${accountKey}` },
  })
const tokenOf = async (origin: string): Promise<string> => {
  const json: unknown = await (await askToken(origin)).json()
  return typeof json === 'object' && json !== null && 'AccessToken' in json
    ? String(json.AccessToken)
    : ''
}
const sessionsOf = (origin: string): string => `${origin}/accounts/${accountId}/sessions`

afterEach(() => {
  for (const child of running) child.kill('SIGKILL')
  running.clear()
})

test('prints one line, answers on loopback, and ends with code 0 on SIGTERM', async () => {
  const host = start('--port', '0')
  const origin = await originOf(host)
  expect(host.printed.out).toMatch(
    /^Simulator: http:\/\/127\.0\.0\.1:\d+ account [0-9a-f-]{36} key \S+\n$/,
  )
  const response = await fetch(`${sessionsOf(origin)}?api-version=2021-01-01`, {
    headers: { authorization: `Bearer ${await tokenOf(origin)}` },
  })
  expect(response.status).toBe(200)
  expect(response.headers.get('ms-cv')).toMatch(/\.0$/)
  expect(response.headers.has('access-control-allow-origin')).toBe(false)
  const stats: unknown = await (await fetch(`${origin}/simulator/stats`)).json()
  expect(stats).toMatchObject({ calls: 2, throttled: 0 })
  host.child.kill('SIGTERM')
  expect(await host.ended).toEqual([0, null])
  expect(host.printed.err).toBe('')
})

test("a withheld answer keeps the connection open and doesn't delay the end", async () => {
  const host = start('--port', '0', '--scenario', 'lost-reply', '--rate-limit', 'off')
  const origin = await originOf(host)
  const headers = { authorization: `Bearer ${await tokenOf(origin)}` }
  const url = `${sessionsOf(origin)}/one?api-version=2021-01-01`
  const body = JSON.stringify({ maxLeaseTimeMinutes: 5, size: 'Standard' })
  const unanswered = fetch(url, { method: 'PUT', headers, body })
  const failed = expect(unanswered).rejects.toThrow()
  // The create takes effect although it isn't answered.
  let status = 404
  while (status === 404) status = (await fetch(url, { headers })).status
  expect(status).toBe(200)
  host.child.kill('SIGTERM')
  await failed
  expect(await host.ended).toEqual([0, null])
})

test('with CORS on, a preflight is answered and headers are readable', async () => {
  const origin = await originOf(start('--port', '0', '--cors', 'on'))
  const preflight = await fetch(`${sessionsOf(origin)}/one`, {
    method: 'OPTIONS',
    headers: { origin: 'http://localhost', 'access-control-request-method': 'PUT' },
  })
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get('access-control-allow-methods')).toContain('PATCH')
  expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization')
  const response = await fetch(`${sessionsOf(origin)}?api-version=2021-01-01`)
  expect(response.status).toBe(401)
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  expect(response.headers.get('access-control-expose-headers')).toContain('Retry-After')
})

test('with CORS off, a preflight is refused like any unknown method', async () => {
  const origin = await originOf(start('--port', '0'))
  const preflight = await fetch(sessionsOf(origin), {
    method: 'OPTIONS',
    headers: { origin: 'http://localhost', 'access-control-request-method': 'GET' },
  })
  expect(preflight.status).toBe(405)
  expect(preflight.headers.has('access-control-allow-origin')).toBe(false)
})

test('a stop is answered as recorded, to the byte: no length, no type', async () => {
  const origin = await originOf(start('--port', '0'))
  const token = await tokenOf(origin)
  const { hostname, port, host } = new URL(origin)
  const socket = connect(Number(port), hostname)
  socket.write(
    `POST /accounts/${accountId}/sessions/studio-a-review/:stop?api-version=2021-01-01 HTTP/1.1\r\n` +
      `Host: ${host}\r\nAuthorization: Bearer ${token}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
  )
  let answer = ''
  socket.on('data', (chunk) => (answer += String(chunk)))
  await once(socket, 'close')
  const [status, ...lines] = answer.trimEnd().split('\r\n')
  expect(status).toBe('HTTP/1.1 204 No Content')
  expect(lines.map((line) => line.split(':')[0]?.toLowerCase())).toEqual([
    'api-supported-versions',
    'date',
    'ms-cv',
    'x-content-type-options',
    'connection',
  ])
})

test('an endless body is read up to a limit, answered with 413, and disconnected', async () => {
  const origin = await originOf(start('--port', '0'))
  const { hostname, port, host } = new URL(origin)
  const socket = connect(Number(port), hostname)
  let answer = ''
  socket.on('data', (chunk) => (answer += String(chunk)))
  // The simulator may end the connection in the middle of a chunk.
  socket.on('error', () => {})
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.write(
    `PUT /accounts/${accountId}/sessions/one?api-version=2021-01-01 HTTP/1.1\r\n` +
      `Host: ${host}\r\nTransfer-Encoding: chunked\r\n\r\n`,
  )
  const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`
  let sentBytes = 0
  const feed = () => {
    while (!socket.destroyed && sentBytes < 64 * 1024 * 1024) {
      sentBytes += chunk.length
      if (!socket.write(chunk)) return void socket.once('drain', feed)
    }
    if (!socket.destroyed) socket.write('0\r\n\r\n')
  }
  feed()
  await closed
  expect(answer).toMatch(/^HTTP\/1\.1 413 Content Too Large\r\n/)
  // More than the limit can be in the buffers of the two sockets.
  expect(sentBytes).toBeLessThan(16 * 1024 * 1024)
  // The server continues.
  expect((await askToken(origin)).status).toBe(200)
})

test('a port in use is named with a remedy, and the exit code is 1', async () => {
  const { port } = new URL(await originOf(start('--port', '0')))
  const second = start('--port', port)
  expect(await second.ended).toEqual([1, null])
  expect(second.printed).toEqual({
    out: '',
    err: `Simulator: Port ${port} is in use. Choose another with --port.\n`,
  })
})

test('an invalid flag is named in one line, and the exit code is 1', async () => {
  const host = start('--scenario', 'storm')
  expect(await host.ended).toEqual([1, null])
  expect(host.printed.err).toMatch(/^Simulator: scenario must be one of .*\n$/)
})

test('with a state file the sessions survive a kill', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'simulator-state-'))
  const flags = ['--port', '0', '--sessions', '0', '--state', join(folder, 'state.json')]
  const url = (origin: string) => `${sessionsOf(origin)}/one?api-version=2021-01-01`
  const first = start(...flags)
  const before = await originOf(first)
  const created = await fetch(url(before), {
    method: 'PUT',
    headers: { authorization: `Bearer ${await tokenOf(before)}` },
    body: JSON.stringify({ maxLeaseTimeMinutes: 60, size: 'Standard' }),
  })
  expect(created.status).toBe(201)
  first.child.kill('SIGKILL')
  await first.ended
  const after = await originOf(start(...flags))
  const found = await fetch(url(after), {
    headers: { authorization: `Bearer ${await tokenOf(after)}` },
  })
  expect(await found.json()).toMatchObject({ id: 'one', maxLeaseTimeMinutes: 60 })
  rmSync(folder, { recursive: true })
})

test('a state file with other content is refused and left unchanged', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'simulator-state-'))
  const file = join(folder, 'notes.txt')
  writeFileSync(file, 'my notes')
  const host = start('--port', '0', '--state', file)
  expect(await host.ended).toEqual([1, null])
  expect(host.printed.err).toMatch(
    /^Simulator: state: .* holds no state that this simulator can read/,
  )
  expect(readFileSync(file, 'utf8')).toBe('my notes')
  rmSync(folder, { recursive: true })
})
