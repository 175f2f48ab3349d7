import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { breakRows, BREAKS, broken } from './breaks.mjs'
import { copyRepository } from './copy.mjs'

/**
 * Breaks each guarantee in a copy of the repository and expects the test that proves it to fail.
 *
 *     node scripts/breaks/run.mjs [--only TEXT] [--kind node|lint|browser|e2e] [--report FILE]
 *
 * `--only` selects the breaks whose guarantee, file, or spec contains the text, and `--kind` those
 * whose test runs there. The exit code is 1 when a test still passes, or when the text to replace
 * is no longer in the code.
 */

/** Copies that are used in parallel. Browsers slow each other down. */
const WORKERS = { node: 2, lint: 1, browser: 1, e2e: 1 }
const PORT = Number(process.env.BREAKS_PORT ?? 4190)

const only = valueOf('--only') ?? ''
const onlyKind = valueOf('--kind')
const chosen = BREAKS.filter(
  ({ guarantee, file, spec }) =>
    [guarantee, file, spec].some((text) => text.includes(only)) &&
    (onlyKind === null || kindOf(spec) === onlyKind),
)
if (chosen.length === 0) throw new Error(`No break has "${only}".`)

const root = process.cwd()
const copies = Array.from({ length: Math.max(...Object.values(WORKERS)) }, () =>
  copyRepository(root),
)
const results = []
try {
  for (const [kind, workers] of Object.entries(WORKERS)) {
    const waiting = chosen.filter(({ spec }) => kindOf(spec) === kind)
    if (waiting.length === 0) continue
    // A test that fails on unchanged code would prove nothing.
    const { tests, said } = await runSpecs(waiting, copies[0].folder, {}, PORT)
    const failed = tests.filter(({ isFailed }) => isFailed).map(({ title }) => title)
    if (failed.length > 0 || tests.length === 0)
      throw new Error(`Fails on whole code: ${failed.join('; ') || said}`)
    await Promise.all(
      copies.slice(0, workers).map(async ({ folder }, worker) => {
        for (let each = waiting.shift(); each; each = waiting.shift()) {
          const result = await tryOne(each, folder, PORT + worker)
          results.push(result)
          console.log(`${result.isRed ? 'red ' : 'MISS'}  ${each.guarantee}: ${each.what}`)
          if (result.problem) console.log(`      ${each.file}, ${each.spec}: ${result.problem}`)
        }
      }),
    )
  }
} finally {
  for (const { remove } of copies) remove()
}
results.sort((a, b) => BREAKS.indexOf(a.each) - BREAKS.indexOf(b.each))
const report = valueOf('--report')
if (report) writeFileSync(report, JSON.stringify({ rows: breakRows(results) }, null, 2))
const missed = results.filter(({ isRed }) => !isRed).length
console.log(`\n${results.length - missed} of ${results.length} breaks were noticed`)
process.exit(missed === 0 ? 0 : 1)

/** Runs a program until it ends. @returns {Promise<string>} its output */
function run(args, cwd, env) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd, env: { ...process.env, ...env } })
    let text = ''
    const hear = (chunk) => {
      text += chunk
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('close', () => resolve(text))
  })
}

function readJson(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
}

/** The tests of a Vitest report with their full titles, and whether they failed. */
function vitestTests(report) {
  return report.testResults.flatMap(({ assertionResults }) =>
    assertionResults.map(({ fullName, status }) => ({
      title: fullName,
      isFailed: status === 'failed',
    })),
  )
}

function playwrightTests({ suites = [] }) {
  return suites.flatMap(({ specs = [], suites: inner = [] }) => [
    ...specs.map(({ title, ok }) => ({ title, isFailed: !ok })),
    ...playwrightTests({ suites: inner }),
  ])
}

/** Where a test file runs. */
function kindOf(spec) {
  if (spec.startsWith('e2e/')) return 'e2e'
  if (spec === 'oxlint.config.ts') return 'lint'
  return spec.includes('.browser.spec.') ? 'browser' : 'node'
}

/** A pattern for Playwright that matches any of these titles literally. */
function anyOf(titles) {
  return titles
    .map((title) => title.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
    .join('|')
}

/**
 * Runs the test files of some breaks of one kind. In Playwright, runs only the named tests.
 * @returns the tests, or none and the output when they could not run
 */
async function runSpecs(breaks, folder, env, port) {
  const specs = [...new Set(breaks.map(({ spec }) => spec))]
  const report = join(folder, 'report.json')
  rmSync(report, { force: true })
  const kind = kindOf(specs[0])
  if (kind === 'lint') return lint(folder)
  const isE2e = kind === 'e2e'
  if (isE2e) await run(['scripts/build.mjs'], folder, env)
  const said = isE2e
    ? await run(
        [
          'node_modules/@playwright/test/cli.js',
          'test',
          '--reporter=json',
          ...specs,
          '-g',
          anyOf(breaks.map(({ title }) => title)),
        ],
        folder,
        { ...env, E2E_PORT: String(port), PLAYWRIGHT_JSON_OUTPUT_FILE: report },
      )
    : await run(
        [
          'node_modules/vitest/vitest.mjs',
          'run',
          `--project=${kind}`,
          '--reporter=json',
          `--outputFile=${report}`,
          ...specs,
        ],
        folder,
        env,
      )
  const read = readJson(report)
  const tests = read === null ? [] : isE2e ? playwrightTests(read) : vitestTests(read)
  return { tests, said }
}

/** Runs the linter, whose rules stand for a test here. */
async function lint(folder) {
  const said = await run(['node_modules/oxlint/bin/oxlint', 'src'], folder, {})
  const isFailed = !said.includes('Found 0 warnings and 0 errors')
  return { tests: [{ title: 'the rules of imports', isFailed }], said }
}

/** Breaks the code, runs the test, restores the code. */
async function tryOne(each, folder, port) {
  const path = join(folder, each.file)
  const text = readFileSync(path, 'utf8')
  try {
    writeFileSync(path, broken(each, text))
    const { tests, said } = await runSpecs([each], folder, each.env ?? {}, port)
    if (tests.length === 0) return { each, isRed: false, problem: `no test ran:\n${said}` }
    const failed = tests.filter(({ isFailed }) => isFailed).map(({ title }) => title)
    const isRed = failed.some((title) => title.includes(each.title ?? ''))
    return { each, isRed, ...(!isRed && { problem: `failed: ${failed.join('; ') || 'none'}` }) }
  } catch (thrown) {
    return { each, isRed: false, problem: thrown.message }
  } finally {
    writeFileSync(path, text)
  }
}

function valueOf(name) {
  const at = process.argv.indexOf(name)
  return at < 0 ? null : (process.argv[at + 1] ?? '')
}
