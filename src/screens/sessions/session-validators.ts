import { MAX_ID_LENGTH } from '../../service/session-id.ts'
import { formatDuration } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { MAX_BATCH } from '../../starts/spend-limits.ts'
import { parseLease } from '../../lease/parse-lease.ts'

/** Returns the lease that was typed, in ms; null when it can't be parsed. */
export function readLease(text: string): number | null {
  return parseLease(text)
}

/** Returns a lease the way it is typed, hours:minutes. @param leaseMs whole minutes, ms */
export function leaseText(leaseMs: number): string {
  return `${Math.floor(leaseMs / 3_600_000)}:${String(Math.floor(leaseMs / 60_000) % 60).padStart(2, '0')}`
}

/**
 * Returns what is wrong with a typed lease; true when it is valid.
 * @param maxMs the longest lease the service accepts (docs/protocol.md#leases)
 */
export function leaseError(text: string, maxMs: number): true | string {
  const leaseMs = readLease(text)
  if (leaseMs === null) return t('lease.unreadable')
  if (leaseMs <= 0) return t('lease.tooShort')
  if (leaseMs % 60_000 !== 0) return t('lease.wholeMinutes')
  return leaseMs <= maxMs || t('lease.tooLong', { max: formatDuration(maxMs) })
}

/**
 * Returns what is wrong with a session ID (docs/protocol.md#api-2021-01-01: letters, digits, - and _,
 * at most 256).
 */
export function sessionIdError(text: string): true | string {
  const id = text.trim()
  if (id === '') return t('sessionId.missing')
  if (id.length > MAX_ID_LENGTH) return t('sessionId.tooLong', { length: id.length })
  return /^[\w-]+$/.test(id) || t('sessionId.badCharacter')
}

/** Returns how many sessions to start; null unless it is a number from 1 to the batch limit. */
export function readCount(text: string): number | null {
  return /^\d+$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= MAX_BATCH
    ? Number(text)
    : null
}

/** Returns the model URLs of a text, one per line. */
export function parseModels(text: string): string[] {
  return text
    .split(/\s+/)
    .map((line) => line.trim())
    .filter(Boolean)
}

/** Returns what is wrong with a list of model URLs, naming the first invalid one. */
export function modelsError(text: string): true | string {
  const bad = parseModels(text).find((url) => {
    const parsed = URL.parse(url)
    return parsed === null || (parsed.protocol !== 'https:' && parsed.protocol !== 'http:')
  })
  return bad === undefined || t('models.badUrl', { url: bad })
}
