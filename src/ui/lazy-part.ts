import { type ComponentType, createElement, lazy } from 'react'

/**
 * The code of a page part could not be loaded, or threw while it started. Browsers report both
 * in the same way.
 */
export class PartNotLoaded extends Error {}

/** Functions that load the failed parts again, each once. */
const failed = new Set<() => void>()

/** Makes every part whose code could not be loaded load again when it is drawn next. */
export function fetchFailedParts(): void {
  for (const renew of failed) renew()
  failed.clear()
}

/**
 * A part of the page whose code is loaded when it is first drawn. React remembers a failed load
 * forever, so {@link fetchFailedParts} puts a new part in its place.
 * @param load imports the code; throws {@link PartNotLoaded} to the next error boundary when it
 *   fails
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
