import { create } from 'zustand'

/** Whether this browser keeps what the console gives it; each kind of storage reports here. */
export const useStorageHealth = create<{
  /** Storage is full, refused, or was taken away: what is new lasts as long as this tab. */
  isRefused: boolean
  /** A newer version of the console has changed the databases: this tab can't use them. */
  isOutdated: boolean
  /** Places where something stored could not be read: a copy is kept, and it is not used. */
  setAside: readonly string[]
  /** Another tab sent what this one can't read: one of them runs another version. */
  hasUnreadMessage: boolean
}>(() => ({ isRefused: false, isOutdated: false, setAside: [], hasUnreadMessage: false }))

/** Something could not be stored. */
export const reportRefused = (): void => useStorageHealth.setState({ isRefused: true })

/** This tab is of an older version than the databases of this browser. */
export const reportOutdated = (): void => useStorageHealth.setState({ isOutdated: true })

/** Something stored could not be read. @param place where it was stored, e.g. `rrc.accounts` */
export const reportSetAside = (place: string): void =>
  useStorageHealth.setState(({ setAside }) =>
    setAside.includes(place) ? {} : { setAside: [...setAside, place] },
  )

/** A message of another tab could not be read. */
export const reportUnreadMessage = (): void =>
  useStorageHealth.setState({ hasUnreadMessage: true })
