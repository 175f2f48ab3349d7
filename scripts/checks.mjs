import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** All checks of `npm test`, each with the way to count what passed and failed. */

/** Counts of a Vitest JSON report. */
export const countVitest = (report) => ({
  passed: report.numPassedTests,
  failed:
    report.numFailedTests +
    // A file that broke before its first test has no failed test, but it failed.
    report.testResults.filter(
      ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
    ).length,
})

/** Counts of a Playwright JSON report; a flaky test passed on retry and counts as passed. */
export const countPlaywright = ({ stats, errors }) => ({
  passed: stats.expected + stats.flaky,
  failed: stats.unexpected + errors.length,
})

const vitest = ['node_modules/vitest/vitest.mjs', 'run']
const playwright = ['node_modules/@playwright/test/cli.js', 'test']

/** The checks in their order; `needs` names one that must have passed. */
export const CHECKS = [
  { name: 'types', args: ['node_modules/typescript/bin/tsc', '--noEmit'] },
  { name: 'lint', args: ['node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings'] },
  { name: 'format', args: ['node_modules/oxfmt/bin/oxfmt', '--check', '.'] },
  { name: 'unit', args: [...vitest, '--project=node'], report: 'vitest' },
  { name: 'component', args: [...vitest, '--project=browser'], report: 'vitest' },
  { name: 'build', args: ['scripts/build.mjs'] },
  { name: 'size', args: ['scripts/size.mjs'], needs: 'build' },
  { name: 'e2e', args: playwright, report: 'playwright', needs: 'build' },
]

const execute = (args, env) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, args, { env, stdio: 'inherit' })
    child.on('close', (code) => resolve(code ?? 1))
  })

const readReport = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

/** Runs one check and counts. */
const runCheck = async ({ args, report }, env) => {
  if (!report) {
    const isFine = (await execute(args, env)) === 0
    return { passed: Number(isFine), failed: Number(!isFine) }
  }
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
  const counts = json
    ? report === 'vitest'
      ? countVitest(json)
      : countPlaywright(json)
    : { passed: 0, failed: 1 }
  // A run can fail without a failed test: an unhandled error, a server that did not start.
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

/**
 * Runs the checks, all of them even when one fails, and ends with `N passed, N failed`.
 * @param {NodeJS.ProcessEnv} env
 * @param {string[]} only names of checks; empty for all
 * @returns {Promise<number>} how many failed
 */
export const runChecks = async (env, only) => {
  const done = new Map()
  for (const check of CHECKS) {
    if (only.length > 0 && !only.includes(check.name)) continue
    const startedMs = performance.now()
    console.log(`\n== ${check.name}`)
    const isBlocked = check.needs && done.get(check.needs)?.failed > 0
    const counts = isBlocked ? { passed: 0, failed: 1 } : await runCheck(check, env)
    if (isBlocked) console.log(`not run: ${check.needs} failed`)
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
    done.set(check.name, { ...counts, seconds })
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
