import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execute as start } from './children.mjs'
import { playwrightEntries, vitestEntries } from './proofs/reports.mjs'

/** The checks of `npm test`, each with its way to count what passed and failed. */

const vitest = ['node_modules/vitest/vitest.mjs', 'run']
const playwright = ['node_modules/@playwright/test/cli.js', 'test']

/** The checks in their order. `needs` names a check that must pass first. */
export const CHECKS = [
  { name: 'types', args: ['node_modules/typescript/bin/tsc', '--noEmit'] },
  { name: 'lint', args: ['node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings'] },
  { name: 'unused', args: ['node_modules/knip/bin/knip.js'] },
  { name: 'format', args: ['node_modules/oxfmt/bin/oxfmt', '--check', '.'] },
  { name: 'spelling', args: ['node_modules/cspell/bin.mjs', 'lint', '--no-progress'] },
  { name: 'unit', args: [...vitest, '--project=node'], report: 'vitest' },
  { name: 'component', args: [...vitest, '--project=browser'], report: 'vitest' },
  { name: 'build', args: ['scripts/build.mjs'] },
  { name: 'e2e', args: playwright, report: 'playwright', needs: 'build' },
]

const ENTRIES_OF = { vitest: vitestEntries, playwright: playwrightEntries }

/**
 * Runs all checks, even when one fails, and prints `N passed, N failed` at the end.
 * @param {NodeJS.ProcessEnv} env
 * @param {string[]} only names of checks; empty for all
 * @param {(entries: object) => void} onEntries gets the entries of each check
 * @returns {Promise<number>} how many failed
 */
export async function runChecks(env, only, onEntries) {
  const done = new Map()
  for (const check of CHECKS) {
    if (only.length > 0 && !only.includes(check.name)) continue
    const startedMs = performance.now()
    console.log(`\n== ${check.name}`)
    const isBlocked = check.needs && done.get(check.needs)?.failed > 0
    if (isBlocked) console.log(`Skipped, because ${check.needs} failed`)
    const entries = isBlocked
      ? { [check.name]: { passed: 0, failed: 1 } }
      : await runCheck(check, env)
    onEntries(entries)
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
    done.set(check.name, {
      passed: sumOf(entries, 'passed'),
      failed: sumOf(entries, 'failed'),
      seconds,
    })
  }
  console.log('')
  for (const [name, { passed, failed, seconds }] of done) {
    console.log(
      `${failed > 0 ? 'FAIL' : 'ok  '} ${name.padEnd(10)} ${passed}/${passed + failed}  ${seconds} s`,
    )
  }
  const sum = (key) => [...done.values()].reduce((total, counts) => total + counts[key], 0)
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`)
  return sum('failed')
}

function execute(args, env) {
  return start(process.execPath, args, env)
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

function sumOf(entries, key) {
  return Object.values(entries).reduce((total, counts) => total + counts[key], 0)
}

/** Runs a check that writes a report, and returns the report's entries. */
async function runReported({ name, args, report }, env) {
  const folder = mkdtempSync(join(tmpdir(), 'console-report-'))
  const file = join(folder, 'report.json')
  const code =
    report === 'vitest'
      ? await execute(
          [...args, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
          env,
        )
      : await execute([...args, '--reporter=list,json'], {
          ...env,
          PLAYWRIGHT_JSON_OUTPUT_FILE: file,
        })
  const json = readReport(file)
  rmSync(folder, { recursive: true })
  const entries = json ? ENTRIES_OF[report](json) : {}
  // A run can fail without a failed test, for example when the server doesn't start.
  const isFine = code === 0 && json !== null
  return isFine || sumOf(entries, 'failed') > 0
    ? entries
    : { ...entries, [name]: { passed: 0, failed: 1 } }
}

/** Runs one check. @returns its entries, as in proofs/reports.mjs */
async function runCheck(check, env) {
  if (check.report) return runReported(check, env)
  const isFine = (await execute(check.args, env)) === 0
  return { [check.name]: { passed: Number(isFine), failed: Number(!isFine) } }
}
