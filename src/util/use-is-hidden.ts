import { useSyncExternalStore } from 'react'

const subscribe = (listener: () => void) => {
  document.addEventListener('visibilitychange', listener)
  return () => document.removeEventListener('visibilitychange', listener)
}

/** Whether nobody can see this tab. */
export const useIsHidden = (): boolean =>
  useSyncExternalStore(subscribe, () => document.visibilityState === 'hidden')
