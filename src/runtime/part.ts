import type { Runtime } from './runtime.ts'

/** The parts of a runtime, by the function that makes them. */
export type Parts = Map<unknown, unknown>

/**
 * Something that each runtime has one of: a store, a database, a timer. It is made at its first
 * use and lives as long as its runtime. No module holds state of its own, so that a test can
 * open several tabs in one process.
 * @param make gets the runtime
 * @returns a function that returns the part of a runtime
 */
export function perRuntime<Part>(make: (runtime: Runtime) => Part): (runtime: Runtime) => Part {
  return (runtime) => {
    const { parts } = runtime
    if (!parts.has(make)) parts.set(make, make(runtime))
    // Only this function writes under this key.
    return parts.get(make) as Part
  }
}
