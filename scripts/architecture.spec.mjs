import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'

/** The rules of docs/architecture.md that neither the types nor the linter's zones see. */

const filesBelow = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesBelow(path)
    return /\.tsx?$/.test(entry.name) ? [path] : []
  })

const sources = [...filesBelow('src'), ...filesBelow('e2e'), ...filesBelow('server')].map(
  (path) => ({ path, text: readFileSync(path, 'utf8') }),
)

test('service, lease and gate know no React, no store and no screen', () => {
  const wrong = sources.filter(
    ({ path, text }) =>
      /^src\/(service|lease|gate)\//.test(path) &&
      /from '(react|zustand|react-router)/.test(text),
  )
  expect(wrong.map(({ path }) => path)).toEqual([])
})

/** What stands between the braces of each import and re-export, by the module it comes from. */
const namesImported = ({ path, text }) =>
  [...text.matchAll(/(?:^|\s)(?:import|export)\s([^;'"]*?)from '([^']+)'/g)].map(
    ([, names, target]) => ({
      names,
      target: target.startsWith('.') ? normalize(join(dirname(path), target)) : target,
    }),
  )

/** Files of the app that take one of the names from a module, or the module as a whole. */
const takersOf = (module, names) =>
  sources
    .filter(({ path }) => path.startsWith('src/') && !/\.spec\.|test-support/.test(path))
    .filter((file) =>
      namesImported(file).some(
        ({ names: taken, target }) =>
          target === module && (taken.includes('*') || names.test(taken)),
      ),
    )
    .map(({ path }) => path)
    .toSorted()

test('only the fleet observes lists: a second observer would double the calls', () => {
  expect(takersOf('src/sessions/session-list.ts', /\bsessionListQuery\b/)).toEqual([
    'src/sessions/polling.ts',
  ])
  expect(takersOf('src/sessions/polling.ts', /\blistPolls\b/)).toEqual([
    'src/sessions/fleet.tsx',
  ])
  // An observer can also be made of a key alone, so whoever can make one is named here.
  expect(
    takersOf(
      '@tanstack/react-query',
      /\buse(Suspense|Infinite|Prefetch|SuspenseInfinite)*Quer(y|ies)\b|QueryObserver|QueriesObserver/,
    ),
  ).toEqual([
    'src/calls/use-token.ts',
    'src/screens/sessions/raw-record.tsx',
    'src/screens/sessions/session-page.tsx',
    'src/sessions/fleet.tsx',
  ])
})

/** Rules that stand beside their runner in a room. */
const PURE = new Set(
  [
    'monitor/alerts',
    'monitor/auto-extend',
    'monitor/cost',
    'monitor/export',
    'monitor/history',
    'monitor/retention',
    'sessions/unsent-action',
    'starts/create-intent',
    'starts/create-outcomes',
    'starts/spend-limits',
    'starts/start-plan',
    'starts/start-plan-lines',
  ].map((name) => `src/${name}.ts`),
)

test('the pure parts never read the clock, set a timer or draw lots', () => {
  const wrong = sources.filter(
    ({ path, text }) =>
      (/^src\/(lease|gate|service)\//.test(path) || PURE.has(path)) &&
      !path.includes('.spec') &&
      /Date\.now\(|new Date\(\)|setTimeout\(|setInterval\(|Math\.random\(/.test(text),
  )
  expect(wrong.map(({ path }) => path)).toEqual([])
})

test('the app asks for no function that only a secure context has, to start over plain HTTP', () => {
  const wrong = sources.filter(
    ({ path, text }) =>
      path.startsWith('src/') &&
      !/\.spec\.|test-support/.test(path) &&
      /randomUUID|crypto\.subtle/.test(text),
  )
  expect(wrong.map(({ path }) => path)).toEqual([])
})

test('no test intercepts calls, sleeps, is skipped or compares snapshots of markup', () => {
  const wrong = sources.filter(
    ({ path, text }) =>
      /(\.spec\.|\.e2e\.)/.test(path) &&
      /page\.route\(|waitForTimeout|\.(only|skip|fixme|todo)\(|toMatchSnapshot/.test(text),
  )
  expect(wrong.map(({ path }) => path)).toEqual([])
})

test('every text of the catalog is used, and no visible text stands in the markup', () => {
  const catalog = Object.keys(JSON.parse(readFileSync('src/i18n/locales/en.json', 'utf8')))
  const code = sources.map(({ text }) => text).join('\n')
  expect(catalog.filter((id) => !code.includes(`'${id}'`))).toEqual([])
  const bare = sources
    .filter(({ path }) => /^src\/.*\.tsx$/.test(path) && !path.includes('.spec.'))
    .filter(({ text }) => />\s*[A-Z][a-z]+ [a-z]+[^<{}=>]*<\//.test(text))
  expect(bare.map(({ path }) => path)).toEqual([])
})
