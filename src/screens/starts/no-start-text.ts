import { serviceError, type ServiceErrorKind } from '../../service/result.ts'
import { errorHeadline } from '../shell/error-text.ts'

/**
 * Returns why a create that is over started nothing, and what to do. The texts for a create leave
 * open whether something was started, so only the one about an ID in use fits.
 */
export function noStartText(failure: ServiceErrorKind): string {
  return errorHeadline(serviceError(failure), failure === 'conflict' ? 'create' : 'other')
}
