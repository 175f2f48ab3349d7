import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { OptionError } from './options.ts'
import { readState } from './read-state.ts'
import type { SimulatorState } from './state.ts'
import type { Store } from './store.ts'

/** The beginning of every file that this store writes. */
const HEAD = '{"kind":"remote-rendering-simulator","state":'

/**
 * A store that survives its process, which may be killed at any time: the state is on disk
 * before the call is answered. For one process at a time. It overwrites only its own files,
 * which it recognizes by their beginning, and only a state that this version can read.
 * @throws OptionError when the file contains something else or can't be read
 */
export function createFileStore(file: string): Store {
  const temporary = `${file}.new`
  let stored = loadState(file)
  clearTemporary(temporary)
  const write = () => {
    try {
      // Renamed into place, so that a kill leaves either the old state or the new one.
      writeFileSync(temporary, `${HEAD}${JSON.stringify(stored)}}`)
      renameSync(temporary, file)
    } catch (thrown) {
      rmSync(temporary, { force: true })
      throw new OptionError(`state: ${file} can't be written (${codeOf(thrown)}).`)
    }
  }
  return {
    // Synchronous inside, and therefore exclusive.
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
  // Another version could continue with its own state, so that one stays unchanged.
  if (state === null && held !== null)
    throw new OptionError(
      `state: ${file} holds no state that this simulator can read; choose another file.`,
    )
  return state
}

/** The text of a file; null when it doesn't exist. */
function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return null
    throw new OptionError(`state: ${file} can't be read (${codeOf(thrown)}).`)
  }
}

/**
 * The content of a file of this store; undefined when it isn't complete JSON or isn't this
 * store's.
 */
function heldIn(text: string): unknown {
  if (!text.startsWith(HEAD)) return undefined
  try {
    return (JSON.parse(text) as { state: unknown }).state
  } catch {
    // It begins like a state but isn't one: it was edited or cut off.
    return undefined
  }
}

/** A kill may have left half a state under the temporary name. Any other file there stays. */
function clearTemporary(file: string): void {
  const text = readText(file)
  if (text === null) return
  if (!text.startsWith(HEAD) && !HEAD.startsWith(text))
    throw new OptionError(`state: ${file} already exists. Move it, or choose another file.`)
  rmSync(file)
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown)
}
