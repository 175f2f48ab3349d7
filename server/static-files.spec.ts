import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { staticFiles } from './static-files.ts'

const root = mkdtempSync(join(tmpdir(), 'console-files-'))
mkdirSync(join(root, 'assets'))
for (const [name, text] of [
  ['index.html', 'page'],
  ['assets/a.js', 'plain'],
  ['assets/a.js.br', 'packed'],
  ['assets/b.js', 'plain'],
  ['.hidden', 'hidden'],
] as const)
  writeFileSync(join(root, name), text)
afterAll(() => rmSync(root, { recursive: true }))

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  staticFiles(root)(new Request(`http://localhost${path}`, { headers, method }))

describe('the compressed copy', () => {
  test.each([
    ['br', true],
    ['gzip, deflate, br, zstd', true],
    ['BR;q=0.5', true],
    ['gzip;q=1.0, br; q=0.001', true],
    ['*', true],
    ['br;q=1, identity;q=1', true],
    ['br;q=0', false],
    ['br;q=0.000, gzip', false],
    ['br; Q=0', false],
    ['*;q=0', false],
    ['br;q=0, *', false],
    ['*;q=0, br', true],
    ['br;q=0.5, identity;q=1', false],
    ['br;q=much', false],
    ['brotli', false],
    ['gzip', false],
    ['', false],
  ])('Accept-Encoding "%s" gets it: %s', async (header, isCompressed) => {
    const response = await get('/assets/a.js', { 'accept-encoding': header })
    expect(response.headers.get('content-encoding')).toBe(isCompressed ? 'br' : null)
    expect(response.headers.get('vary')).toBe('Accept-Encoding')
    expect(await response.text()).toBe(isCompressed ? 'packed' : 'plain')
  })

  test('is not sent when there is none, and has no address of its own', async () => {
    const response = await get('/assets/b.js', { 'accept-encoding': 'br' })
    expect(response.headers.get('content-encoding')).toBeNull()
    expect((await get('/assets/a.js.br')).status).toBe(404)
    expect((await get('/assets/a.js.b%72')).status).toBe(404)
  })
})

test('a navigation to a page of the console gets index.html, and a missing file is a 404', async () => {
  const accept = 'text/html,*/*'
  expect(await (await get('/')).text()).toBe('page')
  expect(await (await get('/sessions/one', { accept })).text()).toBe('page')
  expect((await get('/sessions/one')).status).toBe(404)
  expect((await get('/assets/gone.js', { accept })).status).toBe(404)
})

test.each(['//', '///', '//x:99999/'])('answers %s instead of failing', async (path) => {
  expect([200, 404]).toContain((await get(path)).status)
  expect(await (await get(path, { accept: 'text/html' })).text()).toBe('page')
})

test.each(['/sessions/.one', '/sessions/one.br', '/sessions/one.js'])(
  'serves the page of a session whatever its ID looks like: %s',
  async (path) => {
    expect(await (await get(path, { accept: 'text/html' })).text()).toBe('page')
  },
)

test.each(['/', '/assets/a.js'])(
  'answers 304 to a browser that has the current %s',
  async (path) => {
    const first = await get(path)
    const known = { 'if-none-match': first.headers.get('etag') ?? '' }
    const again = await get(path, known)
    expect(again.status).toBe(304)
    expect(await again.text()).toBe('')
    expect(again.headers.get('cache-control')).toBe(first.headers.get('cache-control'))
    expect((await get(path, { 'if-none-match': 'W/"other"' })).status).toBe(200)
  },
)

test('a file and its compressed copy have different ETags', async () => {
  const packed = await get('/assets/a.js', { 'accept-encoding': 'br' })
  const plain = await get('/assets/a.js')
  expect(packed.headers.get('etag')).not.toBe(plain.headers.get('etag'))
})

test.each(['/.hidden', '/assets/%2e%2e/.hidden', '/..%2f..%2fetc/passwd', '/%00', '/%'])(
  'sends nothing outside of the folder for %s',
  async (path) => {
    const response = await get(path)
    expect(response.status).toBeGreaterThanOrEqual(400)
  },
)

test('hashed files are cached forever, and pages are revalidated', async () => {
  expect((await get('/assets/a.js')).headers.get('cache-control')).toContain('immutable')
  expect((await get('/')).headers.get('cache-control')).toBe('no-cache')
})

test('HEAD has the same headers without a body, and other methods get 405', async () => {
  const head = await get('/assets/a.js', {}, 'HEAD')
  expect(head.headers.get('content-length')).toBe('5')
  expect(await head.text()).toBe('')
  const post = await get('/', {}, 'POST')
  expect(post.status).toBe(405)
  expect(post.headers.get('allow')).toBe('GET, HEAD')
})
