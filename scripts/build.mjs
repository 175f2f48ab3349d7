import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { build } from 'vite'

/** Builds the console into dist/, with a compressed copy of each file. */

const SOURCES = [
  'index.html',
  'package-lock.json',
  'vite.config.ts',
  'public',
  'src',
  'scripts',
  'server',
]
const STAMP = 'dist/.build-stamp'

const stamp = sourceStamp()
const isFresh = existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp
if (!(process.argv.includes('--if-changed') && isFresh)) {
  console.log('Building the console…')
  await build({ logLevel: 'warn' })
  compress('dist')
  writeFileSync(STAMP, stamp)
}

/** A hash of everything that goes into the build. */
function sourceStamp() {
  const hash = createHash('sha256').update(process.env.VITE_SIMULATOR ?? '')
  const add = (path) => {
    if (/\.spec\.|\.md$/.test(path)) return
    hash.update(path).update(readFileSync(path))
  }
  const walk = (path) => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const child = join(path, entry.name)
      if (entry.isDirectory()) walk(child)
      else add(child)
    }
  }
  for (const source of SOURCES) {
    if (/\.\w+$/.test(source)) add(source)
    else walk(source)
  }
  return hash.digest('hex')
}

function compress(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) compress(path)
    else if (/\.(js|css|html|svg)$/.test(entry.name)) {
      writeFileSync(`${path}.br`, brotliCompressSync(readFileSync(path)))
    }
  }
}
