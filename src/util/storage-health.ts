import { create } from 'zustand'

/** Whether this browser keeps what the console gives it; each kind of storage reports here. */
export const useStorageHealth = create<{
  /** Storage is full, refused, or was taken away: what is new lasts as long as this tab. */
  isRefused: boolean
  /** A newer version of the console has changed the databases: this tab can't use them. */
  isOutdated: boolean
}>(() => ({ isRefused: false, isOutdated: false }))

/** Something could not be stored. */
export const reportRefused = (): void => useStorageHealth.setState({ isRefused: true })

/** This tab is of an older version than the databases of this browser. */
export const reportOutdated = (): void => useStorageHealth.setState({ isOutdated: true })
