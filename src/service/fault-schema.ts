import * as v from 'valibot'
import type { SessionFault } from './session.ts'

/** Reads an error of the service that another tab tells of. */
export const faultSchema: v.GenericSchema<unknown, SessionFault> = v.object({
  code: v.string(),
  message: v.string(),
  target: v.nullable(v.string()),
  details: v.array(v.lazy(() => faultSchema)),
  innerError: v.nullable(v.lazy(() => faultSchema)),
})
