import { isRecord } from '../util/is-record.ts'
import { parseJson } from './http.ts'

/** What an arrconfig.json of the sample scripts tells; null for what it leaves open. */
export type ArrConfig = {
  accountId: string | null
  accountKey: string | null
  accountDomain: string | null
  /** Region or full URL. */
  renderingDomain: string | null
  size: string | null
  /** As written, e.g. `4:0:0`. */
  maxLeaseTime: string | null
}

/**
 * Reads the configuration file of the sample scripts, in the spellings of all their versions.
 * @returns what it holds and which account fields it leaves open; `ok: false` when it is no JSON
 *   object with account settings
 */
export function parseArrConfig(
  text: string,
): { ok: true; config: ArrConfig; problems: (keyof ArrConfig)[] } | { ok: false } {
  const json = parseJson(text.replace(/^\uFEFF/, ''))
  if (!isRecord(json) || !isRecord(json['accountSettings'])) return { ok: false }
  const account = json['accountSettings']
  const rendering = json['renderingSessionSettings']
  const config: ArrConfig = {
    accountId: field(account, 'arrAccountId'),
    accountKey: field(account, 'arrAccountKey'),
    accountDomain: field(account, 'arrAccountDomain', 'authenticationEndpoint', 'region'),
    renderingDomain:
      field(rendering, 'remoteRenderingDomain', 'region', 'serviceEndpoint') ??
      field(account, 'serviceEndpoint', 'region'),
    size: field(rendering, 'vmSize', 'remoteRenderingSize'),
    maxLeaseTime: field(rendering, 'maxLeaseTime'),
  }
  const needed = ['accountId', 'accountKey', 'accountDomain', 'renderingDomain'] as const
  return { ok: true, config, problems: needed.filter((name) => config[name] === null) }
}

/** The first of the fields that is filled in; `<fill in ...>` is not. */
function field(section: unknown, ...names: string[]): string | null {
  if (!isRecord(section)) return null
  for (const name of names) {
    const value = section[name]
    if (typeof value === 'string' && value.trim() !== '' && !/^<.*>$/.test(value.trim())) {
      return value.trim()
    }
  }
  return null
}
