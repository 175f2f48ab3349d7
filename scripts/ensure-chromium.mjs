import { spawnSync } from 'node:child_process'

const isRoot = process.getuid?.() === 0

/**
 * Installs a Chromium for the tests if there is none.
 * @param {(message: string) => never} fail
 */
export async function ensureChromium(fail) {
  try {
    if (await found()) return
    console.log('No Chromium found. Downloading one…')
    if (
      run(process.execPath, ['node_modules/playwright/cli.js', 'install', 'chromium']) &&
      (await found())
    )
      return
    if (
      isRoot &&
      run('apt-get', ['update', '-qq']) &&
      run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium']) &&
      (await found())
    ) {
      return
    }
  } catch (error) {
    fail(error.message)
  }
  fail(
    'The tests need Chromium, and none could be found or installed. Do one of the following, then try again:\n' +
      '- install Chromium or Chrome with your package manager (Debian: apt-get install chromium)\n' +
      '- npx playwright install chromium\n' +
      '- set CHROMIUM_PATH to the path of a Chromium that you have',
  )
}

/** Whether a program ran without an error. */
function run(command, args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}

async function found() {
  // Imported again each time, because Playwright detects its own download only on import.
  const { chromiumLaunchOptions } = await import(`./chromium.mjs?${Math.random()}`)
  const { existsSync } = await import('node:fs')
  const { chromium } = await import('playwright')
  return 'executablePath' in chromiumLaunchOptions() || existsSync(chromium.executablePath())
}
