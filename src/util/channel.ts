/** The part of a BroadcastChannel that is used, so that a test can replace it. */
export type Channel = {
  postMessage: (message: unknown) => void
  addEventListener: (type: 'message', listener: (event: { data: unknown }) => void) => void
}

/** A channel to the other tabs of this browser; null when it has none or refuses it. */
export function openChannel(name: string): BroadcastChannel | null {
  try {
    return new BroadcastChannel(name)
  } catch {
    // Missing in old browsers. Firefox throws when site data is blocked.
    return null
  }
}
