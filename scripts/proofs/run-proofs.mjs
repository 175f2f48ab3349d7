import { rmSync } from 'node:fs'
import { runChecks } from '../checks.mjs'
import { AREAS, BOUND_PERCENT } from '../mutation/areas.mjs'
import { modelRunsEnv, PROOFS, withModelRuns } from './proofs.mjs'
import {
  benchEntries,
  breakEntries,
  mutationEntry,
  playwrightEntries,
  vitestEntries,
} from './reports.mjs'
import { hasFailed, readReport, reportFile, resultOf, writeResult } from './results.mjs'

/**
 * Runs a proof and writes its result into the folder of results.
 *
 * `execute(args, env)` runs a Node program to its end and returns its exit code.
 */

const vitest = ['node_modules/vitest/vitest.mjs', 'run']

const RUNNERS = {
  test: runTest,
  models: runModels,
  long: runLong,
  soak: runSoak,
  mutation: runMutation,
  breaks: runBreaks,
  calls: runCalls,
}

/**
 * Runs a proof and writes its result.
 * @param {string} name as in PROOFS
 * @param {{ execute: (args: string[], env: object) => Promise<number>, env: object, args: string[] }} context
 *   the arguments select a part of the proof: a test file, or `--only AREA` of the mutation tests
 * @returns {Promise<number>} exit code
 */
export async function runProof(name, context) {
  const startedMs = Date.now()
  const { code, entries, isPartial = false } = await RUNNERS[name](context)
  const result = resultOf(PROOFS[name], startedMs, { code, entries })
  writeResult(name, { ...result, isPartial })
  return code === 0 && !hasFailed(result) ? 0 : 1
}

/** Runs a program that writes a report. The report of an earlier run is deleted first. */
async function runWithReport(name, entriesOf, run) {
  const file = reportFile(name)
  rmSync(file, { force: true })
  const code = await run(file)
  const report = readReport(file)
  return { code, entries: report ? entriesOf(report) : {} }
}

function runVitest(name, args, { execute, env }) {
  return runWithReport(name, vitestEntries, (file) =>
    execute(
      [
        ...vitest,
        ...args,
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${file}`,
      ],
      env,
    ),
  )
}

async function runModels({ execute, env, args }) {
  const allEnv = { ...env, ...modelRunsEnv(env) }
  // The files share nothing, so two workers halve the time.
  const flags = [
    '--project=node',
    '--maxWorkers=2',
    ...(args.length > 0 ? args : ['model.spec']),
  ]
  const { code, entries } = await runVitest('models', flags, { execute, env: allEnv })
  return { code, entries: withModelRuns(entries, allEnv), isPartial: args.length > 0 }
}

async function runLong({ execute, env, args }) {
  const built = await execute(['scripts/build.mjs', '--if-changed'], env)
  if (built !== 0) return { code: built, entries: {} }
  const { code, entries } = await runWithReport('long', playwrightEntries, (file) =>
    execute(['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json', ...args], {
      ...env,
      E2E_LONG: '1',
      PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    }),
  )
  return { code, entries, isPartial: args.length > 0 }
}

function runSoak({ execute, env }) {
  return runVitest('soak', ['--config', 'scripts/soak/vitest.config.ts'], { execute, env })
}

async function runMutation({ execute, env, args }) {
  const only = args[0] === '--only' ? (args[1] ?? '').split(',') : Object.keys(AREAS)
  const unknown = only.filter((area) => !(area in AREAS))
  if (unknown.length > 0) throw new Error(`No such area: ${unknown.join(', ')}.`)
  const entries = {}
  for (const area of only) {
    console.log(`\n== ${area}`)
    const outcome = await runWithReport(
      'mutation',
      (report) => ({ [area]: mutationEntry(report, BOUND_PERCENT) }),
      (file) =>
        execute(
          [
            'node_modules/@stryker-mutator/core/bin/stryker.js',
            'run',
            'scripts/mutation/stryker.config.mjs',
          ],
          { ...env, MUTATION_AREA: area, MUTATION_REPORT: file },
        ),
    )
    entries[area] = outcome.entries[area] ?? { passed: 0, failed: 1 }
  }
  return { code: 0, entries, isPartial: args.length > 0 }
}

async function runBreaks({ execute, env, args }) {
  return {
    ...(await runWithReport('breaks', breakEntries, (file) =>
      execute(['scripts/breaks/run.mjs', ...args, '--report', file], env),
    )),
    isPartial: args.length > 0,
  }
}

function runCalls({ execute, env, args }) {
  return runWithReport('calls', benchEntries, (file) =>
    execute(['--no-warnings', 'bench/calls.ts', ...args, '--report', file], env),
  )
}

/** The checks of `npm test`, with an entry for each test file and for each other check. */
async function runTest({ env, args }) {
  const only = args[0] === '--only' ? (args[1] ?? '').split(',') : []
  const entries = {}
  const failed = await runChecks(env, only, (some) => Object.assign(entries, some))
  return { code: failed === 0 ? 0 : 1, entries, isPartial: only.length > 0 }
}
