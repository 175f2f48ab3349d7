/** The one account that a simulator knows: its id and key are what the token service checks. */
export type SimulatorAccount = {
  /** A GUID. */
  accountId: string
  accountKey: string
}

/** The account used when none is named. Fixed, so that several simulators accept its tokens. */
export const DEFAULT_ACCOUNT: SimulatorAccount = {
  accountId: '51a7c0de-2025-4930-9a11-0f00ba5eba11',
  // Spells out what it is: nobody should take it for a leaked key.
  accountKey: 'VGhpcyBpcyB0aGUgc2ltdWxhdG9yJ3Mgb3duIGtleSE=',
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Whether the text is a GUID, in either case. */
export function isGuid(text: string): boolean {
  return GUID.test(text)
}
