import { create } from 'zustand'

/** Whether this browser stores what the console gives it. Each kind of storage reports here. */
export const useStorageHealth = create<{
  /**
   * Storage is full, refused, or was taken away, so new data lasts only as long as this tab.
   */
  isRefused: boolean
  /** A newer version of the console has changed the databases, so this tab can't use them. */
  isOutdated: boolean
  /** Places where stored data could not be read. A copy is kept, and the data isn't used. */
  setAside: readonly string[]
  /** Another tab sent a message that this one can't read: one of them runs another version. */
  hasUnreadMessage: boolean
}>(() => ({ isRefused: false, isOutdated: false, setAside: [], hasUnreadMessage: false }))

/** Something could not be stored. */
export function reportRefused(): void {
  return useStorageHealth.setState({ isRefused: true })
}

/** This tab is of an older version than the databases of this browser. */
export function reportOutdated(): void {
  return useStorageHealth.setState({ isOutdated: true })
}

/**
 * Reports that stored data could not be read. @param place where it was stored, e.g.
 * `rrc.accounts`
 */
export function reportSetAside(place: string): void {
  return useStorageHealth.setState(({ setAside }) =>
    setAside.includes(place) ? {} : { setAside: [...setAside, place] },
  )
}

/** Reports a message of another tab that could not be read. */
export function reportUnreadMessage(): void {
  return useStorageHealth.setState({ hasUnreadMessage: true })
}
