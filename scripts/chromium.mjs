import { existsSync } from 'node:fs'
import { chromium } from 'playwright'

const SYSTEM_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/**
 * Finds the browser for the tests: CHROMIUM_PATH, Playwright's own, or an installed one.
 * @param {{ env: Record<string, string | undefined>, exists: (path: string) => boolean, ownPath: string }} ports
 * @returns {string | null} its path, or null when there is none
 * @throws Error when CHROMIUM_PATH names no file
 */
export function findChromium({ env, exists, ownPath }) {
  const chosen = env.CHROMIUM_PATH
  if (chosen) {
    if (exists(chosen)) return chosen
    throw new Error(`CHROMIUM_PATH is ${chosen}, but that file doesn't exist.`)
  }
  return [ownPath, ...SYSTEM_PATHS].find((path) => path !== '' && exists(path)) ?? null
}

/** Launch options for Playwright and Vitest. */
export function chromiumLaunchOptions() {
  const executablePath = findChromium({
    env: process.env,
    exists: existsSync,
    ownPath: chromium.executablePath(),
  })
  return executablePath === null ? {} : { executablePath }
}
