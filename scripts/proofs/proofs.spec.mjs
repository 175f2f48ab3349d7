import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { BLOCKS } from './blocks.mjs'
import { MODEL_RUNS, modelRunsEnv, PROOFS, withModelRuns } from './proofs.mjs'
import { filesIn, lastRun, proofOfFile, proofsIn, render } from './render.mjs'
import {
  benchEntries,
  breakEntries,
  mutationEntry,
  playwrightEntries,
  vitestEntries,
} from './reports.mjs'
import { hasFailed, KEPT_FILE, merged, readKept, resultOf, toJson } from './results.mjs'
import { chosenProofs, DOCUMENTS } from './run-all.mjs'

const NOW = Date.parse('2026-01-02T03:04:05Z')
const gateEntry = { passed: 1, failed: 0, figures: { runs: 10_000 } }
const models = {
  command: 'npm run test:models',
  date: '2026-01-02',
  isBroken: false,
  entries: { 'gate.model.spec.ts': gateEntry, 'tabs.model.spec.ts': { passed: 1, failed: 0 } },
}

test('every result in the documents is rendered from docs/proofs.json', () => {
  for (const file of DOCUMENTS) {
    const text = readFileSync(file, 'utf8')
    expect(text, `run: npm run test:all -- --render`).toBe(render(text, readKept(), BLOCKS))
  }
})

test('docs/proofs.json has one line per entry', () => {
  expect(readFileSync(KEPT_FILE, 'utf8')).toBe(toJson(readKept()))
})

test('each proof is an npm script, and each command in the documents is a proof', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'))
  for (const command of Object.values(PROOFS))
    expect(scripts).toHaveProperty([command.replace(/^npm (run )?/, '')])
  for (const file of DOCUMENTS)
    for (const name of proofsIn(readFileSync(file, 'utf8')))
      expect(['all', ...Object.keys(PROOFS)]).toContain(name)
})

test('a row that names a command and a file names the command that runs the file', () => {
  for (const document of DOCUMENTS)
    for (const line of readFileSync(document, 'utf8').split('\n')) {
      if (!line.startsWith('|')) continue
      const [proof] = proofsIn(line)
      if (proof === undefined) continue
      for (const file of filesIn(line)) expect([line, proofOfFile(file)]).toEqual([line, proof])
    }
})

test('each model test reads the variable that sets its number of runs', () => {
  const files = readdirSync('src', { recursive: true }).filter((file) =>
    file.endsWith('.model.spec.ts'),
  )
  expect(files.map((file) => basename(file)).toSorted()).toEqual(
    Object.keys(MODEL_RUNS).toSorted(),
  )
  for (const file of files)
    expect(readFileSync(`src/${file}`, 'utf8')).toContain(
      `process.env['${MODEL_RUNS[basename(file)].variable}']`,
    )
})

test('a cell shows the date, whether the proof passed, and the figures of its file', () => {
  const row = '`npm run test:models` (`gate.model.spec.ts`, 3 tabs)'
  expect(lastRun(row, { models })).toBe('2026-01-02, passed; 10,000 runs')
  expect(lastRun('`gate.model.spec.ts`, `tabs.model.spec.ts`', { models })).toBe(
    '2026-01-02, passed',
  )
  expect(lastRun('`npm run test:models`', { models })).toBe('2026-01-02, passed')
  expect(lastRun('`x.model.spec.ts`', { models })).toBe('not run yet')
  expect(lastRun('`npm run test:soak`', { models })).toBe('not run yet')
  expect(() => lastRun('by looking at it', { models })).toThrow('no proof')
})

test('a failed test marks the cells that cite it as failed, and no others', () => {
  const entries = { ...models.entries, 'gate.model.spec.ts': { ...gateEntry, failed: 1 } }
  const proofs = { models: { ...models, entries } }
  expect(lastRun('`gate.model.spec.ts`', proofs)).toContain('**failed**')
  expect(lastRun('`tabs.model.spec.ts`', proofs)).toBe('2026-01-02, passed')
  expect(lastRun('`npm run test:models`', proofs)).toContain('**failed**')
})

test('a program that fails without a failed test marks all of its cells as failed', () => {
  const broken = resultOf('c', NOW, { code: 1, entries: models.entries })
  expect(broken.isBroken).toBe(true)
  expect(lastRun('`tabs.model.spec.ts`', { models: broken })).toContain('**failed**')
  expect(hasFailed(resultOf('c', NOW, { code: 0, entries: {} }))).toBe(true)
  expect(hasFailed(resultOf('c', NOW, { code: 0, entries: models.entries }))).toBe(false)
})

test('running a part of a proof replaces only the results of that part', () => {
  const later = resultOf('c', NOW + 86_400_000, {
    code: 0,
    entries: { 'tabs.model.spec.ts': { passed: 2, failed: 0 } },
  })
  const both = { models: merged(models, { ...later, isPartial: true }) }
  expect(lastRun('`gate.model.spec.ts`', both)).toBe('2026-01-02, passed; 10,000 runs')
  expect(lastRun('`tabs.model.spec.ts`', both)).toBe('2026-01-03, passed')
  const again = merged(both.models, { ...later, isPartial: true })
  expect(again.entries['gate.model.spec.ts'].date).toBe('2026-01-02')
  expect(Object.keys(merged(models, { ...later, isPartial: false }).entries)).toHaveLength(1)
})

test('rendered tables need no formatting', () => {
  const text = [
    '# Results',
    '',
    '| guarantee | proved by | last run |',
    '| --- | --- | --: |',
    '| spacing … holds | `gate.model.spec.ts` |',
    '',
    '<!-- rendered: mutation -->',
    '<!-- end: mutation -->',
    '',
    '<!-- rendered: calls -->',
    '<!-- end: calls -->',
    '',
  ].join('\n')
  const calls = resultOf('c', NOW, {
    code: 0,
    entries: benchEntries({
      rows: [
        { client: 'naive', tabs: 10, sessions: 1000, callsPerMinute: 12_000, throttled: 9 },
        { client: 'console', tabs: 1, sessions: 1000, callsPerMinute: 6, throttled: 0 },
      ],
    }),
  })
  const rendered = render(text, { models, calls }, BLOCKS)
  expect(render(rendered, { models, calls }, BLOCKS)).toBe(rendered)
  const formatted = execFileSync(
    process.execPath,
    ['node_modules/oxfmt/bin/oxfmt', '--stdin-filepath', 'docs/results.md'],
    { input: rendered, encoding: 'utf8' },
  )
  expect(formatted).toBe(rendered)
  expect(rendered).toContain('| 2026-01-02, passed; 10,000 runs |')
})

test('figures of Vitest, Playwright, Stryker and the bench are read from their reports', () => {
  expect(
    vitestEntries({
      testResults: [
        {
          name: '/x/week.spec.ts',
          status: 'passed',
          assertionResults: [{ status: 'passed', meta: { figures: { 'MB of heap': 29.3 } } }],
        },
        { name: '/x/broken.spec.ts', status: 'failed', assertionResults: [] },
      ],
    }),
  ).toEqual({
    'week.spec.ts': { passed: 1, failed: 0, figures: { 'MB of heap': 29.3 } },
    'broken.spec.ts': { passed: 0, failed: 1 },
  })
  const annotations = [{ type: 'figure: nodes', description: '544' }, { type: 'issue' }]
  const spec = (status) => ({ tests: [{ status, annotations }] })
  expect(
    playwrightEntries({
      suites: [
        {
          file: 'a.long.ts',
          specs: [spec('flaky')],
          suites: [{ file: 'a.long.ts', specs: [spec('unexpected')] }],
        },
      ],
    }),
  ).toEqual({ 'a.long.ts': { passed: 1, failed: 1, figures: { nodes: 544 } } })
  const mutants = ['Killed', 'Timeout', 'Killed', 'Survived', 'Ignored', 'CompileError']
  const report = { files: { 'a.ts': { mutants: mutants.map((status) => ({ status })) } } }
  expect(mutationEntry(report, 90)).toEqual({
    passed: 0,
    failed: 1,
    figures: { mutants: 4, survived: 1, 'score in %': 75 },
  })
  expect(mutationEntry(report, 75)).toMatchObject({ passed: 1, failed: 0 })
  expect(mutationEntry({ files: {} }, 75)).toMatchObject({ passed: 0, failed: 1 })
})

test('an edit that its test does not catch fails, and the table shows it', () => {
  const row = { guarantee: 'spacing', break: 'one millisecond short', spec: 'gate.spec.ts' }
  const breaks = resultOf('c', NOW, {
    code: 1,
    entries: breakEntries({
      rows: [
        { ...row, isRed: false },
        { ...row, break: 'a || b', isRed: true },
      ],
    }),
  })
  expect(hasFailed(breaks)).toBe(true)
  const text = '<!-- rendered: breaks -->\n<!-- end: breaks -->'
  const rendered = render(text, { breaks }, BLOCKS)
  expect(rendered).toContain('2026-01-02, **failed**')
  expect(rendered).toMatch(
    /one millisecond short \| `gate.spec.ts` \| 2026-01-02, \*\*not noticed\*\*/,
  )
  expect(rendered).toMatch(/a \\\|\\\| b +\| `gate.spec.ts` \| 2026-01-02, red/)
})

test('the benchmark fails when the console gets a 429', () => {
  const row = { client: 'console', tabs: 1, sessions: 1, callsPerMinute: 6, throttled: 1 }
  expect(benchEntries({ rows: [row] })['console, 1, 1'].failed).toBe(1)
  expect(benchEntries({ rows: [{ ...row, client: 'other' }] })['other, 1, 1'].failed).toBe(0)
})

test('the recorded number of runs is the one that was set', () => {
  const env = modelRunsEnv({ GATE_RUNS: '7' })
  expect(env.GATE_RUNS).toBe('7')
  expect(env.TABS_RUNS).toBe('10000')
  const entry = { passed: 1, failed: 0 }
  const figures = (tests) =>
    withModelRuns({ 'gate.model.spec.ts': { ...entry, passed: tests } }, env)[
      'gate.model.spec.ts'
    ].figures
  expect(figures(1)).toEqual({ runs: 7 })
  expect(figures(4)).toEqual({ 'runs of each of 4 tests': 7 })
})

test('--only selects proofs, or a part of one', () => {
  expect(chosenProofs([])).toHaveLength(Object.keys(PROOFS).length)
  expect(chosenProofs(['--only', 'soak,mutation:calls and tokens,models:gate'])).toEqual([
    { name: 'soak', args: [] },
    { name: 'mutation', args: ['--only', 'calls and tokens'] },
    { name: 'models', args: ['gate'] },
  ])
  expect(() => chosenProofs(['--only', 'nothing'])).toThrow('No such proof: "nothing"')
})
