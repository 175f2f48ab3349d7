import { useSyncExternalStore } from 'react'

/** Whether a media query holds, live. @param query such as `(width >= 64rem)` */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (onChange) => {
      const media = matchMedia(query)
      media.addEventListener('change', onChange)
      return () => media.removeEventListener('change', onChange)
    },
    () => matchMedia(query).matches,
  )
}
