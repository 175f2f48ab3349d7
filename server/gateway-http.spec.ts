import { EventEmitter, once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { serve } from 'srvx/node'
import { afterEach, expect, test } from 'vitest'
import { readAllowed, readOwnHosts } from './allow-list.ts'
import { createGateway } from './gateway.ts'

/** The gateway over real sockets: how much it reads before it refuses. */

const LIMIT_BYTES = 256 * 1024
const MEGABYTE = 1024 * 1024
const closing: (() => Promise<void>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

const listen = async (server: Server): Promise<number> => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(async () => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** Starts a gateway in front of a service and returns both ports. */
const setUp = async (service: RequestListener) => {
  const upstream = await listen(createServer(service))
  const gateway = createGateway({
    allowed: readAllowed(`http://127.0.0.1:${upstream}`),
    ownHosts: readOwnHosts(undefined),
    fetch: (url, init) => fetch(url, init),
  })
  const server = serve({
    port: 0,
    hostname: '127.0.0.1',
    silent: true,
    gracefulShutdown: false,
    fetch: async (request) => (await gateway.handle(request)) ?? new Response(null),
  })
  await server.ready()
  closing.push(() => server.close(true))
  return { port: Number(new URL(server.url ?? '').port), upstream }
}

/** Sends chunks until the connection ends or `maxBytes` are sent, and returns the answer. */
const sendChunks = async (port: number, upstream: number, maxBytes: number) => {
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  let sentBytes = 0
  socket.on('data', (data) => (answer += String(data)))
  // The gateway may close the connection in the middle of a chunk.
  socket.on('error', () => {})
  socket.write(
    `PUT /gateway/127.0.0.1:${upstream}/accounts/a/sessions/s HTTP/1.1\r\n` +
      `Host: 127.0.0.1:${port}\r\nTransfer-Encoding: chunked\r\n\r\n`,
  )
  const chunk = Buffer.alloc(16 * 1024, 'x')
  const frame = Buffer.concat([
    Buffer.from(`${chunk.byteLength.toString(16)}\r\n`),
    chunk,
    Buffer.from('\r\n'),
  ])
  const closed = new Promise((resolve) => socket.once('close', resolve))
  const feed = () => {
    while (!socket.destroyed && sentBytes < maxBytes) {
      sentBytes += chunk.byteLength
      if (!socket.write(frame)) return socket.once('drain', feed)
    }
    return socket.destroyed ? socket : socket.write('0\r\n\r\n')
  }
  feed()
  return { closed, answer: () => answer, sentBytes: () => sentBytes, socket }
}

test('stops reading a body of unknown length at the limit, answers 413, and closes the connection', async () => {
  let asked = 0
  const { port, upstream } = await setUp((_, response) => {
    asked += 1
    response.end()
  })
  const sending = await sendChunks(port, upstream, 64 * MEGABYTE)
  await sending.closed
  expect(sending.answer()).toMatch(/^HTTP\/1\.1 413 .*\r\n/)
  expect(sending.answer()).toMatch(/\r\nconnection: close\r\n/i)
  expect(sending.answer()).toContain('"code":"body-too-large"')
  // The rest above the limit is in the buffers of the two sockets.
  expect(sending.sentBytes()).toBeLessThan(LIMIT_BYTES + 16 * MEGABYTE)
  expect(asked).toBe(0)
})

test('forwards a body of unknown length up to the limit', async () => {
  let received = 0
  const { port, upstream } = await setUp((request, response) => {
    request.on('data', (chunk: Buffer) => (received += chunk.byteLength))
    request.on('end', () => {
      response.setHeader('content-type', 'application/json')
      response.end('{}')
    })
  })
  const sending = await sendChunks(port, upstream, LIMIT_BYTES)
  await once(sending.socket, 'data')
  expect(sending.answer()).toMatch(/^HTTP\/1\.1 200 /)
  expect(received).toBe(LIMIT_BYTES)
  sending.socket.destroy()
})

test('does not read a body whose Content-Length is too large', async () => {
  const { port, upstream } = await setUp((_, response) => response.end())
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  socket.on('data', (data) => (answer += String(data)))
  socket.write(
    `PUT /gateway/127.0.0.1:${upstream}/accounts/a/sessions/s HTTP/1.1\r\n` +
      `Host: 127.0.0.1:${port}\r\nContent-Length: ${LIMIT_BYTES + 1}\r\n\r\n`,
  )
  await once(socket, 'close')
  expect(answer).toMatch(/^HTTP\/1\.1 413 /)
})

test('forwards an endless answer only as fast as it is read, and ends it with its reader', async () => {
  let sentBytes = 0
  const service = new EventEmitter()
  const ended = once(service, 'end')
  const chunk = Buffer.alloc(64 * 1024, ' ')
  const { port, upstream } = await setUp((_, response) => {
    response.setHeader('content-type', 'application/json')
    const feed = () => {
      while (!response.destroyed) {
        sentBytes += chunk.byteLength
        if (!response.write(chunk)) return void response.once('drain', feed)
      }
    }
    response.on('close', () => service.emit('end'))
    feed()
  })
  const reader = (
    await fetch(`http://127.0.0.1:${port}/gateway/127.0.0.1:${upstream}/accounts/a/sessions`)
  ).body?.getReader()
  await reader?.read()
  // Once nothing has moved for several turns of the event loop, all buffers are full.
  let before = -1
  for (let still = 0; still < 50; still = sentBytes === before ? still + 1 : 0) {
    before = sentBytes
    await fetch(`http://127.0.0.1:${port}/`)
  }
  expect(sentBytes).toBeLessThan(64 * MEGABYTE)
  await reader?.cancel()
  await ended
})
