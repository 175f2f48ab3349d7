import { useSyncExternalStore } from 'react'

/** Whether the browser reports that it is offline. */
export function useIsOffline(): boolean {
  return useSyncExternalStore(subscribe, () => isOffline(navigator))
}

/** Whether the browser reports that it is offline; a browser that reports nothing is online. */
export function isOffline({ onLine }: { onLine?: boolean }): boolean {
  return onLine === false
}

function subscribe(listener: () => void): () => void {
  addEventListener('online', listener)
  addEventListener('offline', listener)
  return () => {
    removeEventListener('online', listener)
    removeEventListener('offline', listener)
  }
}
