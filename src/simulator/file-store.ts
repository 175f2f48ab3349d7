import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { OptionError } from './options.ts'
import type { SimulatorState } from './state.ts'
import type { Store } from './store.ts'

const readState = (file: string): SimulatorState | null => {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return null
  }
  try {
    return JSON.parse(text) as SimulatorState
  } catch {
    throw new OptionError(`state: ${file} holds no state of a simulator; choose another file.`)
  }
}

/**
 * A store that outlives its process, which may be killed at any time: the state is on disk
 * before the call is answered. For one process at a time.
 * @throws OptionError when the file holds something else
 */
export const createFileStore = (file: string): Store => {
  let stored = readState(file)
  const write = () => {
    // Renamed into place, so that a kill leaves the old state or the new, never half of one.
    writeFileSync(`${file}.new`, JSON.stringify(stored))
    renameSync(`${file}.new`, file)
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
