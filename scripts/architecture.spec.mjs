import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { expect, test } from 'vitest'

/** The rules of docs/architecture.md that no type checker sees. */

const filesBelow = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesBelow(path)
    return /\.tsx?$/.test(entry.name) ? [path] : []
  })

const sources = [...filesBelow('src'), ...filesBelow('e2e'), ...filesBelow('server')].map(
  (path) => ({ path, text: readFileSync(path, 'utf8') }),
)

const importsOf = ({ path, text }) =>
  [...text.matchAll(/^(import|export)( type)? [^']*?from '(\.[^']+)'/gms)].map(
    ([, , isType, target]) => ({
      isType: Boolean(isType),
      target: normalize(join(dirname(path), target)),
    }),
  )

/** Each layer may import itself and those before it. */
const LAYERS = [
  ['util', 'i18n'],
  ['service', 'lease', 'ui'],
  ['gate', 'watch'],
  ['stores'],
  ['queries'],
  ['components'],
  ['forms'],
  ['pages'],
]
const layerOf = (path) =>
  LAYERS.findIndex((names) => names.includes(relative('src', path).split('/')[0]))

test('imports flow one way: util, service, gate, watch, stores, queries, components, forms, pages', () => {
  const wrong = sources
    .filter(({ path }) => path.startsWith('src/') && layerOf(path) >= 0)
    .flatMap((file) =>
      importsOf(file)
        .filter(
          ({ target }) => target.startsWith('src/') && layerOf(target) > layerOf(file.path),
        )
        .map(({ target }) => `${file.path} -> ${target}`),
    )
  expect(wrong).toEqual([])
})

test('service, lease, gate and watch know no React, no store and no screen', () => {
  const wrong = sources.filter(
    ({ path, text }) =>
      /^src\/(service|lease|gate|watch)\//.test(path) &&
      /from '(react|zustand|react-router)/.test(text),
  )
  expect(wrong.map(({ path }) => path)).toEqual([])
})

test('the simulator shares no rule with the app, and the app loads it only by main.tsx', () => {
  const fromSimulator = sources
    .filter(({ path }) => path.startsWith('src/simulator/'))
    .flatMap((file) =>
      importsOf(file).filter(({ target }) => !target.startsWith('src/simulator/')),
    )
  expect(fromSimulator).toEqual([])
  const intoSimulator = sources
    .filter(({ path }) => path.startsWith('src/') && !path.startsWith('src/simulator/'))
    .filter(({ path }) => !/(\.spec|-kit)\.tsx?$/.test(path))
    .flatMap((file) =>
      importsOf(file)
        .filter(({ isType, target }) => !isType && target.startsWith('src/simulator/'))
        .map(() => file.path),
    )
  expect(intoSimulator).toEqual([])
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
    .filter(({ path }) => path.startsWith('src/') && !/(\.spec|-kit)\.tsx?$/.test(path))
    .filter((file) =>
      namesImported(file).some(
        ({ names: taken, target }) =>
          target === module && (taken.includes('*') || names.test(taken)),
      ),
    )
    .map(({ path }) => path)
    .toSorted()

test('only the fleet observes lists: a second observer would double the calls', () => {
  expect(takersOf('src/queries/session-list.ts', /\bsessionListQuery\b/)).toEqual([
    'src/queries/polling.ts',
  ])
  expect(takersOf('src/queries/polling.ts', /\blistPolls\b/)).toEqual(['src/queries/fleet.tsx'])
  // An observer can also be made of a key alone, so whoever can make one is named here.
  expect(
    takersOf(
      '@tanstack/react-query',
      /\buse(Suspense|Infinite|Prefetch|SuspenseInfinite)*Quer(y|ies)\b|QueryObserver|QueriesObserver/,
    ),
  ).toEqual([
    'src/components/raw-record.tsx',
    'src/pages/session-page.tsx',
    'src/queries/fleet.tsx',
    'src/queries/use-token.ts',
  ])
})

test('the pure parts never read the clock, set a timer or draw lots', () => {
  const wrong = sources.filter(
    ({ path, text }) =>
      /^src\/(lease|gate|service|watch)\//.test(path) &&
      !path.includes('.spec') &&
      !path.endsWith('spec-kit.ts') &&
      /Date\.now\(|new Date\(\)|setTimeout\(|setInterval\(|Math\.random\(/.test(text),
  )
  expect(wrong.map(({ path }) => path)).toEqual([])
})

test('the app asks for no function that only a secure context has, to start over plain HTTP', () => {
  const wrong = sources.filter(
    ({ path, text }) =>
      path.startsWith('src/') &&
      !/\.spec\.|-kit\./.test(path) &&
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
