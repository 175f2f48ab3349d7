import { createHash } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Identifies an installation. It changes with the lockfile and the major version of Node. */
export function lockStamp(lockText, nodeVersion) {
  return createHash('sha256')
    .update(`${nodeVersion.split('.')[0]}\n${lockText}`)
    .digest('hex')
}

/**
 * Installs the packages of the lockfile unless they are already installed.
 * @param {string} root of the project
 * @param {NodeJS.ProcessEnv} env
 * @param {(message: string) => never} fail
 */
export function ensurePackages(root, env, fail) {
  const stampFile = join(root, 'node_modules', '.lock-stamp')
  const stamp = lockStamp(
    readFileSync(join(root, 'package-lock.json'), 'utf8'),
    process.version,
  )
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  console.log('Installing packages…')
  const { status } = spawnSync(
    'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=silent'],
    {
      cwd: root,
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    },
  )
  if (status !== 0) {
    fail(
      "Couldn't install the packages.\n" +
        "Check that the npm registry can be reached (npm ping) and that the disk isn't full, then try again.",
    )
  }
  writeFileSync(stampFile, stamp)
}
