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
export function reportRefused(): void {
  return useStorageHealth.setState({ isRefused: true })
}

/** This tab is of an older version than the databases of this browser. */
export function reportOutdated(): void {
  return useStorageHealth.setState({ isOutdated: true })
}

/** Something stored could not be read. @param place where it was stored, e.g. `rrc.accounts` */
export function reportSetAside(place: string): void {
  return useStorageHealth.setState(({ setAside }) =>
    setAside.includes(place) ? {} : { setAside: [...setAside, place] },
  )
}

/** A message of another tab could not be read. */
export function reportUnreadMessage(): void {
  return useStorageHealth.setState({ hasUnreadMessage: true })
}
