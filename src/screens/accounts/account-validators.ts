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

/** What is wrong with an account id; true when nothing is. */
export function accountIdError(text: string): true | string {
  const id = text.trim()
  if (id === '') return t('accountId.missing')
  if (isGuid(id)) return true
  return t(/[.:]/.test(id) ? 'accountId.isDomain' : 'accountId.notGuid')
}

/** What is wrong with an account domain. */
export function domainError(text: string): true | string {
  const parsed = parseAccountDomain(text)
  return parsed.ok || codeText(parsed.code, 'domain.unreadable')
}

/** The separate endpoint URLs of a text, by white space or comma. */
export function splitUrls(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean)
}

/** What is wrong with the endpoint URLs; names the first bad one. */
export function endpointUrlsError(text: string): true | string {
  for (const url of splitUrls(text)) {
    const parsed = parseEndpoint(url)
    if (!parsed.ok) return `${url}: ${codeText(parsed.code, 'endpoint.unreadable')}`
  }
  return true
}

/** At least one region or URL must be chosen. */
export function endpointsError(regions: readonly string[], urls: string): true | string {
  return regions.length > 0 || splitUrls(urls).length > 0 || t('endpoint.none')
}

/** What is wrong with a key or token. */
export function secretError(text: string, kind: 'key' | 'token'): true | string {
  const secret = text.trim()
  if (secret === '') return t(kind === 'key' ? 'account.keyMissing' : 'account.tokenMissing')
  if (kind === 'key' && isGuid(secret)) return t('account.keyIsGuid')
  return kind === 'key' || secret.split('.').length === 3 || t('account.tokenNotJwt')
}

function codeText(code: string, fallback: MessageId) {
  return t(codeTexts[code] ?? fallback)
}
