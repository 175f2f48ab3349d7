import { readFile, stat } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { prefersCoding } from './encoding.ts'

/** Serves the built console: compressed copies where they exist, index.html for its pages. */

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
}

const isFile = async (path: string): Promise<boolean> => {
  try {
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}

/** Hashed names never change their content; everything else is asked for anew. */
const cacheFor = (pathname: string) =>
  pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'

const send = async (root: string, pathname: string, request: Request): Promise<Response> => {
  const path = join(root, pathname)
  const isCompressed =
    prefersCoding(request.headers.get('accept-encoding'), 'br') && (await isFile(`${path}.br`))
  const body = await readFile(isCompressed ? `${path}.br` : path)
  return new Response(request.method === 'HEAD' ? null : new Uint8Array(body), {
    headers: {
      'content-type': TYPES[extname(pathname)] ?? 'application/octet-stream',
      'content-length': String(body.byteLength),
      'cache-control': cacheFor(pathname),
      vary: 'accept-encoding',
      ...(isCompressed ? { 'content-encoding': 'br' } : {}),
    },
  })
}

/**
 * Answers for the files below `root`. A navigation to a page of the console gets index.html;
 * a missing file stays a 404, so that a stale page fails clearly.
 */
export const staticFiles =
  (root: string) =>
  async (request: Request): Promise<Response> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return new Response('Method not allowed', {
        status: 405,
        headers: { allow: 'GET, HEAD' },
      })
    }
    let pathname: string
    try {
      pathname = normalize(decodeURIComponent(new URL(request.url).pathname))
    } catch {
      return new Response('Bad request', { status: 400 })
    }
    // normalize has resolved dot segments; what still climbs or hides is refused.
    if (pathname.split(sep).some((part) => part.startsWith('.')) || pathname.endsWith('.br')) {
      return new Response('Not found', { status: 404 })
    }
    if (pathname !== '/' && (await isFile(join(root, pathname)))) {
      return send(root, pathname, request)
    }
    const isNavigation = (request.headers.get('accept') ?? '').includes('text/html')
    return pathname === '/' || (isNavigation && !pathname.startsWith('/assets/'))
      ? send(root, '/index.html', request)
      : new Response('Not found', { status: 404 })
  }
