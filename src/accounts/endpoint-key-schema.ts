import * as v from 'valibot'
import { API_VERSIONS } from '../service/session.ts'
import { origin } from '../util/parse-stored.ts'
import type { EndpointKey } from './endpoint-key.ts'

/** The fields of an endpoint key in a stored row. */
export const endpointKeyFields = {
  accountId: v.string(),
  endpoint: origin,
  apiVersion: v.picklist(API_VERSIONS),
  serviceAccountId: v.exactOptional(v.string()),
} satisfies { [Name in keyof EndpointKey]-?: unknown }
