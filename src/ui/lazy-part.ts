import { type ComponentType, createElement, lazy } from 'react'

/**
 * The code of a part of the page did not come, or threw while it began: browsers tell of both
 * in the same way.
 */
export class PartNotLoaded extends Error {}

/** What fetches the parts anew that failed, once each. */
const failed = new Set<() => void>()

/** Makes every part whose code could not be fetched ask for it again when it is drawn next. */
export function fetchFailedParts(): void {
  for (const renew of failed) renew()
  failed.clear()
}

/**
 * A part of the page whose code comes when it is drawn first. React remembers a failed fetch for
 * ever, so {@link fetchFailedParts} puts a new one in its place.
 * @param load imports the code; throws {@link PartNotLoaded} to the next error boundary when it fails
 */
export function lazyPart<Props extends object = object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): ComponentType<Props> {
  const fetchPart = () =>
    lazy(() =>
      load().catch((cause: unknown) => {
        failed.add(renew)
        throw new PartNotLoaded(String(cause), { cause })
      }),
    )
  let Current = fetchPart()
  const renew = () => {
    Current = fetchPart()
  }
  return (props) => createElement(Current, props)
}

/** Begins to fetch code at once, for whoever asks first; who asks later fetches anew. */
export function begun<T>(load: () => Promise<T>): () => Promise<T> {
  let first: Promise<T> | null = load()
  // Whoever asks for it is told; until then nobody is there to hear.
  first.catch(() => {})
  return () => {
    const now = first ?? load()
    first = null
    return now
  }
}
