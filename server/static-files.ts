import { staticMiddleware } from 'srvx/static'
import { prefersCoding } from './encoding.ts'

/**
 * Serves the built console: compressed copies where they exist, index.html for its pages. srvx
 * reads the files, and answers 304 to a browser that has the current one. What it leaves open is
 * decided here: which files may be kept, which addresses are pages, and whether a client that
 * weighs codings takes the compressed copy.
 */

const YEAR_S = 31_536_000

/**
 * Makes the answerer for the files below `root`. A navigation to a page of the console gets
 * index.html. A missing file stays a 404, so that a stale page fails clearly.
 */
export function staticFiles(root: string): (request: Request) => Promise<Response> {
  const options = {
    dir: root,
    encodings: { br: '.br' },
    // The build has compressed what is worth it.
    compress: false,
    // No file is so large that a part of it is asked for.
    ranges: false,
    dotfiles: false,
  }
  // The name of an asset holds a hash of its content, so its content never changes.
  const assets = staticMiddleware({ ...options, maxAge: YEAR_S, immutable: true })
  const pages = staticMiddleware(options)

  const read = async (request: Request, pathname: string): Promise<Response> => {
    // A compressed copy is no file of its own.
    if (pathname.endsWith('.br')) return notFound()
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

function isNavigation({ headers }: Request, pathname: string): boolean {
  return (headers.get('accept') ?? '').includes('text/html') && !pathname.startsWith('/assets/')
}

/**
 * The request for a file as srvx should read it. srvx takes any coding that is not refused;
 * a client may also prefer the file as it is.
 */
function plainRequest(request: Request, pathname: string): Request {
  const headers = new Headers(request.headers)
  if (!prefersCoding(headers.get('accept-encoding'), 'br')) headers.delete('accept-encoding')
  return new Request(new URL(pathname, request.url), { method: request.method, headers })
}
