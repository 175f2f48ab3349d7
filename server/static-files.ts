import { staticMiddleware } from 'srvx/static'
import { prefersCoding } from './encoding.ts'

/**
 * Serves the built console: compressed copies where they exist, and index.html for its pages. srvx
 * reads the files and answers 304 to a browser that has the current one. This file decides what may
 * be cached, which addresses are pages, and whether a client prefers the compressed copy.
 */

const YEAR_S = 31_536_000

/**
 * Makes a handler that serves the files below `root`. A navigation to a page of the console gets
 * index.html. A missing file is a 404, so that an outdated page fails clearly.
 */
export function staticFiles(root: string): (request: Request) => Promise<Response> {
  const options = {
    dir: root,
    encodings: { br: '.br' },
    // The build has already compressed what is worth it.
    compress: false,
    // No file is large enough for range requests.
    ranges: false,
    dotfiles: false,
  }
  // The name of an asset holds a hash of its content, so its content never changes.
  const assets = staticMiddleware({ ...options, maxAge: YEAR_S, immutable: true })
  const pages = staticMiddleware(options)

  const read = async (request: Request, pathname: string): Promise<Response> => {
    if (isCompressedCopy(pathname)) return notFound()
    const isAsset = pathname.startsWith('/assets/')
    const answer = await (isAsset ? assets : pages)(plainRequest(request, pathname), notFound)
    if (!isAsset && answer.status !== 404) answer.headers.set('cache-control', 'no-cache')
    return answer
  }

  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return new Response('Method not allowed', {
        status: 405,
        headers: { allow: 'GET, HEAD' },
      })
    }
    const { pathname } = new URL(request.url)
    const answer = await read(request, pathname)
    const isPage = answer.status === 404 && isNavigation(request, pathname)
    return isPage ? read(request, '/index.html') : answer
  }
}

function notFound() {
  return new Response('Not found', { status: 404 })
}

/** A compressed copy has no address of its own, however the address is encoded. */
function isCompressedCopy(pathname: string): boolean {
  try {
    return decodeURIComponent(pathname).endsWith('.br')
  } catch {
    return false
  }
}

function isNavigation({ headers }: Request, pathname: string): boolean {
  return (headers.get('accept') ?? '').includes('text/html') && !pathname.startsWith('/assets/')
}

/**
 * Makes the request that srvx reads. srvx uses a coding unless it is refused, but a client can also
 * prefer the plain file.
 */
function plainRequest(request: Request, pathname: string): Request {
  const headers = new Headers(request.headers)
  if (!prefersCoding(headers.get('accept-encoding'), 'br')) headers.delete('accept-encoding')
  const url = new URL(request.url)
  // Not resolved as a reference, because two slashes would begin a host name.
  url.pathname = pathname
  return new Request(url, { method: request.method, headers })
}
