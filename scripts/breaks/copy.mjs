import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** The parts of the repository that a test needs. The packages are shared. */
const PARTS = [
  'bench',
  'docs',
  'e2e',
  'index.html',
  'oxlint.config.ts',
  'package-lock.json',
  'package.json',
  'playwright.config.ts',
  'public',
  'README.md',
  'scripts',
  'server',
  'src',
  'tsconfig.json',
  'vite.config.ts',
  'vitest.config.ts',
]

/** Copies the repository into a temporary folder. @param {string} root of the repository */
export function copyRepository(root) {
  const folder = mkdtempSync(join(tmpdir(), 'console-breaks-'))
  for (const part of PARTS) cpSync(join(root, part), join(folder, part), { recursive: true })
  symlinkSync(resolve(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
