/** The only account of a simulator. The token service checks its ID and key. */
export type SimulatorAccount = {
  /** A GUID. */
  accountId: string
  accountKey: string
}

/** The default account. It is fixed, so that all simulators accept its tokens. */
export const DEFAULT_ACCOUNT: SimulatorAccount = {
  accountId: '51a7c0de-2025-4930-9a11-0f00ba5eba11',
  // A readable key, so that nobody takes it for a leaked one.
  accountKey: 'VGhpcyBpcyB0aGUgc2ltdWxhdG9yJ3Mgb3duIGtleSE=',
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Whether the text is a GUID, in either case. */
export function isGuid(text: string): boolean {
  return GUID.test(text)
}
