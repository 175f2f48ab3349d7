import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { PURE_FILES } from '../oxlint.config.ts'

/**
 * The rules of docs/architecture.md that neither the types nor the linter (oxlint.config.ts) can
 * check.
 */

const filesBelow = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesBelow(path)
    return /\.tsx?$/.test(entry.name) ? [path] : []
  })

const sources = [...filesBelow('src'), ...filesBelow('e2e'), ...filesBelow('server')].map(
  (path) => ({ path, text: readFileSync(path, 'utf8') }),
)

// The linter can forbid Date.now, but not `new Date()` while `new Date(ms)` is allowed.
test('pure files never read the clock, set a timer, or use chance', () => {
  const paths = new Set(sources.map(({ path }) => path))
  expect(PURE_FILES.filter((file) => !paths.has(file))).toEqual([])
  const wrong = sources.filter(
    ({ path, text }) =>
      (/^src\/(lease|gate|service)\//.test(path) || PURE_FILES.includes(path)) &&
      !path.includes('.spec') &&
      /Date\.now\(|new Date\(\)|setTimeout\(|setInterval\(|Math\.random\(/.test(text),
  )
  expect(wrong.map(({ path }) => path)).toEqual([])
})

// The linter can't compare JSON with code, and its rule against text in markup also forbids signs
// such as a dot or a dash.
test('every message of the catalog is used, and no markup holds text of its own', () => {
  const catalog = Object.keys(JSON.parse(readFileSync('src/i18n/locales/en.json', 'utf8')))
  const code = sources.map(({ text }) => text).join('\n')
  expect(catalog.filter((id) => !code.includes(`'${id}'`))).toEqual([])
  const bare = sources
    .filter(({ path }) => /^src\/.*\.tsx$/.test(path) && !path.includes('.spec.'))
    .filter(({ text }) => />\s*[A-Z][a-z]+ [a-z]+[^<{}=>]*<\//.test(text))
  expect(bare.map(({ path }) => path)).toEqual([])
})

/**
 * Modules that hold state of their own. Everything else hangs on the runtime (`runtime/part.ts`), so
 * that a test can open several tabs in one process.
 */
const STATEFUL = [
  // The page itself.
  'src/main.tsx',
  // One clock, one catalog, and one set of files per page, whatever runs in it.
  'src/util/ticker.ts',
  'src/i18n/t.ts',
  'src/ui/lazy-part.ts',
  // A memo of the last token that was checked.
  'src/simulator/access-token.ts',
]

/** A variable, a collection, a store, or a connection at the top level of a module. */
const STATE =
  /^(?:export )?(?:let |const \w+(?:: [^=\n]+)? = (?:new (?:Map|Set)(?:<[^\n]*>)?\(\)|(?:create|createStore|createEmitter|open\w+|setupI18n)[<(]))/m

// The linter has no rule against state at the top level. A WeakMap is a memo of its keys, not state.
test('modules hold no state, apart from the listed ones', () => {
  const stateful = sources
    .filter(({ path }) => path.startsWith('src/') && !/\.spec\.|test-support/.test(path))
    .filter(({ text }) => STATE.test(text))
    .map(({ path }) => path)
  expect(stateful.toSorted()).toEqual(STATEFUL.toSorted())
})
