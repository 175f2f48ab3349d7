import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, test } from 'vitest'
import { readAddress, urlOf, whyNotFree } from './address.ts'

test('listens on localhost at port 5173 unless told otherwise', () => {
  expect(readAddress({})).toEqual({ host: 'localhost', port: 5173 })
  expect(readAddress({ HOST: '', PORT: '' })).toEqual({ host: 'localhost', port: 5173 })
})

test.each([
  ['studio-pc', 'http://studio-pc:80/'],
  ['192.168.1.5', 'http://192.168.1.5:80/'],
  ['::1', 'http://[::1]:80/'],
  ['0.0.0.0', 'http://localhost:80/'],
  ['::', 'http://localhost:80/'],
])('accepts HOST %s and shows an address to open', (HOST, url) => {
  expect(urlOf(readAddress({ HOST, PORT: '80' }))).toBe(url)
})

test.each(['http://localhost', 'localhost:80', '[::1]', 'two words'])(
  'rejects HOST "%s", which is not only a host',
  (HOST) => {
    expect(() => readAddress({ HOST })).toThrow(`HOST must be a host name`)
  },
)

test.each(['0', '65536', '80.5', 'http'])('rejects PORT "%s"', (PORT) => {
  expect(() => readAddress({ PORT })).toThrow(`PORT must be a number from 1 to 65535`)
})

test('reports a port in use and suggests another', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  expect(await whyNotFree({ host: '127.0.0.1', port })).toContain(`Port ${port} is in use`)
  other.close()
  await once(other, 'close')
  expect(await whyNotFree({ host: '127.0.0.1', port })).toBeNull()
})

test('names HOST when it is not an address of this machine', async () => {
  // Reserved for documentation (RFC 5737): no machine has it.
  expect(await whyNotFree({ host: '192.0.2.1', port: 5173 })).toContain('HOST is "192.0.2.1"')
})
