import {
  parseAccountDomain,
  parseEndpoint,
  REGIONS,
  renderingOrigin,
} from '../../service/endpoints.ts'
import type { Account } from '../../accounts/accounts.ts'
import type { Credential } from '../../accounts/credentials.ts'
import { type ApiVersion } from '../../service/session.ts'
import { splitUrls } from './account-validators.ts'

/** The fields of the account form. */
export type AccountFields = {
  name: string
  accountId: string
  accountDomain: string
  regions: string[]
  endpointUrls: string
  apiVersion: ApiVersion
  credentialKind: 'key' | 'token'
  secret: string
}

/** The fields of an empty account form. */
export const emptyAccountFields: AccountFields = {
  name: '',
  accountId: '',
  accountDomain: '',
  regions: [],
  endpointUrls: '',
  apiVersion: '2021-01-01',
  credentialKind: 'key',
  secret: '',
}

/** Returns the fields of a known account. Its secret is never shown in a field again. */
export function fieldsOf(account: Account): AccountFields {
  const regionOf = new Map<string, string>(
    REGIONS.map((region) => [renderingOrigin(region), region]),
  )
  return {
    ...emptyAccountFields,
    name: account.name,
    accountId: account.accountId,
    accountDomain: domainField(account),
    regions: account.endpoints.flatMap((endpoint) => regionOf.get(endpoint) ?? []),
    endpointUrls: account.endpoints.filter((endpoint) => !regionOf.has(endpoint)).join('\n'),
    apiVersion: account.apiVersion,
    credentialKind: account.credentialKind,
  }
}

/** Returns the account that the fields describe; null when they are not valid. */
export function accountOf(id: string, fields: AccountFields): Account | null {
  const domain = parseAccountDomain(fields.accountDomain)
  const endpoints = endpointsOf(fields)
  if (!domain.ok || endpoints === null) return null
  return {
    id,
    name: fields.name.trim(),
    accountId: fields.accountId.trim().toLowerCase(),
    accountDomain: domain.domain,
    stsOrigin: domain.stsOrigin,
    endpoints,
    apiVersion: fields.apiVersion,
    credentialKind: fields.credentialKind,
    simulatedSpeed: null,
  }
}

/** Returns the origins of the chosen endpoints; null when one of them is not valid. */
export function endpointsOf({
  regions,
  endpointUrls,
}: Pick<AccountFields, 'regions' | 'endpointUrls'>): string[] | null {
  const parsed = [...regions, ...splitUrls(endpointUrls)].map(parseEndpoint)
  const origins = parsed.flatMap((each) => (each.ok ? each.origin : []))
  return origins.length === parsed.length ? [...new Set(origins)] : null
}

/** Returns the credential that was typed; null for an empty field. */
export function credentialOf(fields: AccountFields): Credential | null {
  const secret = fields.secret.trim()
  if (secret === '') return null
  return fields.credentialKind === 'key'
    ? { kind: 'key', accountKey: secret }
    : { kind: 'token', accessToken: secret }
}

/**
 * Returns the domain as it can be entered again: the URL of the token service when the domain alone
 * would lead to another one, such as that of a simulator on this computer.
 */
function domainField({ accountDomain, stsOrigin }: Account): string {
  const parsed = parseAccountDomain(accountDomain)
  return parsed.ok && parsed.stsOrigin === stsOrigin ? accountDomain : stsOrigin
}
