import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { OptionError } from './options.ts'
import { readState } from './read-state.ts'
import type { SimulatorState } from './state.ts'
import type { Store } from './store.ts'

/** How every file begins that this store has written, and no other. */
const HEAD = '{"kind":"remote-rendering-simulator","state":'

/**
 * A store that outlives its process, which may be killed at any time: the state is on disk
 * before the call is answered. For one process at a time. It writes only over its own files,
 * which it knows by how they begin, and only over a state that this version reads.
 * @throws OptionError when the file holds something else or can't be read
 */
export function createFileStore(file: string): Store {
  const temporary = `${file}.new`
  let stored = loadState(file)
  clearTemporary(temporary)
  const write = () => {
    try {
      // Renamed into place, so that a kill leaves the old state or the new, never half of one.
      writeFileSync(temporary, `${HEAD}${JSON.stringify(stored)}}`)
      renameSync(temporary, file)
    } catch (thrown) {
      rmSync(temporary, { force: true })
      throw new OptionError(`state: ${file} can't be written (${codeOf(thrown)}).`)
    }
  }
  return {
    // Synchronous inside, hence exclusive.
    update: async (change) => {
      const { state, result } = change(stored)
      stored = state
      write()
      return result
    },
    clear: async () => {
      stored = null
      write()
    },
  }
}

/** The state in a file; null when there is none yet, or when it was cleared. */
function loadState(file: string): SimulatorState | null {
  const text = readText(file)
  if (text === null) return null
  const held = heldIn(text)
  const state = readState(held)
  // A state of another version could be gone on with by that one, so it stays as it is.
  if (state === null && held !== null)
    throw new OptionError(
      `state: ${file} holds no state that this simulator can read; choose another file.`,
    )
  return state
}

/** The text of a file; null when there is no such file. */
function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return null
    throw new OptionError(`state: ${file} can't be read (${codeOf(thrown)}).`)
  }
}

/** What a file of this store holds; undefined when it is not whole JSON, or not this store's. */
function heldIn(text: string): unknown {
  if (!text.startsWith(HEAD)) return undefined
  try {
    return (JSON.parse(text) as { state: unknown }).state
  } catch {
    // Begins like a state and is none: edited or cut off by somebody else.
    return undefined
  }
}

/** A kill may have left half a state under the temporary name; anything else there stays. */
function clearTemporary(file: string): void {
  const text = readText(file)
  if (text === null) return
  if (!text.startsWith(HEAD) && !HEAD.startsWith(text))
    throw new OptionError(`state: ${file} is in the way; move it or choose another file.`)
  rmSync(file)
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown)
}
