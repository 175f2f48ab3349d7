/**
 * Hosts of the service: where tokens come from and where sessions run
 * (docs/protocol.md#hosts-and-domains).
 */

/** The ten rendering regions. */
export const REGIONS = [
  'australiaeast',
  'eastus',
  'eastus2',
  'japaneast',
  'northeurope',
  'southcentralus',
  'southeastasia',
  'uksouth',
  'westeurope',
  'westus2',
] as const

const SUFFIX = 'mixedreality.azure.com'
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Whether the text is a GUID, the form of account IDs. */
export function isGuid(text: string): boolean {
  return GUID.test(text.trim())
}

/** The origin of a region's rendering endpoint. */
export function renderingOrigin(region: string): string {
  return `https://remoterendering.${region}.${SUFFIX}`
}

/** Why a host can't be used. */
type HostProblem =
  | 'empty'
  | 'is-guid'
  | 'rendering-domain'
  | 'sts-domain'
  | 'not-https'
  | 'has-path'
  | 'unreadable'

type Refused = { ok: false; code: HostProblem }

/**
 * Reads an account domain: a region ("westeurope"), a domain with or without its suffix, or the
 * full URL of a token service. Accounts in East US 2 may have the domain
 * `mixedreality.azure.com`, which is kept as it is (docs/protocol.md#hosts-and-domains).
 * @returns the domain and the origin of its token service, or why it can't be used
 */
export function parseAccountDomain(
  text: string,
): { ok: true; domain: string; stsOrigin: string } | Refused {
  const trimmed = text.trim().toLowerCase()
  if (trimmed === '') return { ok: false, code: 'empty' }
  if (isGuid(trimmed)) return { ok: false, code: 'is-guid' }
  if (trimmed.includes('remoterendering.')) return { ok: false, code: 'rendering-domain' }
  if (trimmed.includes('://')) {
    const origin = readOrigin(trimmed)
    if (!origin.ok) return origin
    return {
      ok: true,
      domain: origin.url.host.replace(/^sts\./, ''),
      stsOrigin: origin.url.origin,
    }
  }
  const bare = trimmed.replace(/^sts\./, '').replace(/\/$/, '')
  const domain = isRegion(bare) ? `${bare}.${SUFFIX}` : bare
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain)) return { ok: false, code: 'unreadable' }
  return { ok: true, domain, stsOrigin: `https://sts.${domain}` }
}

/**
 * Reads a rendering endpoint: a region or a full URL.
 * @returns its origin, or why it can't be used
 */
export function parseEndpoint(text: string): { ok: true; origin: string } | Refused {
  const trimmed = text.trim().toLowerCase()
  if (trimmed === '') return { ok: false, code: 'empty' }
  if (isGuid(trimmed)) return { ok: false, code: 'is-guid' }
  if (isRegion(trimmed)) return { ok: true, origin: renderingOrigin(trimmed) }
  const origin = readOrigin(trimmed.includes('://') ? trimmed : `https://${trimmed}`)
  if (!origin.ok) return origin
  if (origin.url.hostname.startsWith('sts.')) return { ok: false, code: 'sts-domain' }
  if (!origin.url.hostname.includes('.') && origin.url.hostname !== 'localhost')
    return { ok: false, code: 'unreadable' }
  return { ok: true, origin: origin.url.origin }
}

/**
 * The name of an endpoint on screen: its region, or the host when it isn't one of the
 * service's.
 */
export function endpointLabel(origin: string): string {
  const { host } = new URL(origin)
  return /^remoterendering\.([a-z0-9]+)\./.exec(host)?.[1] ?? host
}

function readOrigin(text: string): { ok: true; url: URL } | Refused {
  const url = URL.parse(text)
  if (!url || url.username !== '' || url.password !== '')
    return { ok: false, code: 'unreadable' }
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return { ok: false, code: 'not-https' }
  // Plain HTTP only to this machine: that is a simulator, never the service.
  const isLoopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)
  if (url.protocol === 'http:' && !isLoopback) return { ok: false, code: 'not-https' }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    return { ok: false, code: 'has-path' }
  return { ok: true, url }
}

function isRegion(text: string) {
  return REGIONS.some((region) => region === text)
}
