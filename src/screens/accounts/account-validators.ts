import { type MessageId, t } from '../../i18n/t.ts'
import { isGuid, parseAccountDomain, parseEndpoint } from '../../service/endpoints.ts'

const codeTexts: Record<string, MessageId> = {
  empty: 'domain.empty',
  'is-guid': 'domain.isGuid',
  'rendering-domain': 'domain.isRendering',
  'sts-domain': 'endpoint.isSts',
  'not-https': 'endpoint.notHttps',
  'has-path': 'endpoint.hasPath',
}

/** Returns what is wrong with an account ID, or true. */
export function accountIdError(text: string): true | string {
  const id = text.trim()
  if (id === '') return t('accountId.missing')
  if (isGuid(id)) return true
  return t(/[.:]/.test(id) ? 'accountId.isDomain' : 'accountId.notGuid')
}

/** Returns what is wrong with an account domain, or true. */
export function domainError(text: string): true | string {
  const parsed = parseAccountDomain(text)
  return parsed.ok || codeText(parsed.code, 'domain.unreadable', text.trim())
}

/** Splits a text into endpoint URLs at white space and commas. */
export function splitUrls(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean)
}

/** Returns what is wrong with the first bad endpoint URL, or true. */
export function endpointUrlsError(text: string): true | string {
  for (const url of splitUrls(text)) {
    const parsed = parseEndpoint(url)
    if (!parsed.ok) return codeText(parsed.code, 'endpoint.unreadable', url)
  }
  return true
}

/** Returns true when at least one region or URL is chosen, or else what to do. */
export function endpointsError(regions: readonly string[], urls: string): true | string {
  return regions.length > 0 || splitUrls(urls).length > 0 || t('endpoint.none')
}

/** Returns what is wrong with a key or token, or true. */
export function secretError(text: string, kind: 'key' | 'token'): true | string {
  const secret = text.trim()
  if (secret === '') return t(kind === 'key' ? 'account.keyMissing' : 'account.tokenMissing')
  if (kind === 'key' && isGuid(secret)) return t('account.keyIsGuid')
  return kind === 'key' || secret.split('.').length === 3 || t('account.tokenNotJwt')
}

function codeText(code: string, fallback: MessageId, url: string) {
  return t(codeTexts[code] ?? fallback, { url })
}
