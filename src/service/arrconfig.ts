import { isRecord } from '../util/is-record.ts'
import { parseJson } from './http.ts'

/** The content of an arrconfig.json of the sample scripts; null for what it doesn't state. */
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
 * @returns its content and the account fields that it leaves open; `ok: false` when it isn't a
 *   JSON object with account settings
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

/** Returns the first of the fields that has a value; `<fill in ...>` is a placeholder. */
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
