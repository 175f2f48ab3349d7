import { basename } from 'node:path'

/**
 * Summarizes the reports of the test tools. Pure.
 *
 * An entry is the result of one test file, or of one area of the mutation tests:
 * `{ passed, failed, figures? }`, where figures are the numbers that its tests measured, by name.
 */

const FIGURE = 'figure: '

/**
 * Entries of a Vitest JSON report, by file name. Tests put their figures into `task.meta.figures`.
 * A file that fails before its first test counts as one failed test.
 */
export function vitestEntries(report) {
  const entries = {}
  for (const { name, status, assertionResults } of report.testResults) {
    const count = (wanted) =>
      assertionResults.filter(({ status: each }) => each === wanted).length
    const isBroken = status === 'failed' && assertionResults.length === 0
    addTo(entries, basename(name), {
      passed: count('passed'),
      failed: count('failed') + Number(isBroken),
      figures: Object.assign({}, ...assertionResults.map(({ meta }) => meta?.figures ?? {})),
    })
  }
  return entries
}

/**
 * Entries of a Playwright JSON report, by file name. Tests add a figure as an annotation of
 * the type `figure: NAME`. A test that passes on its second try counts as passed.
 */
export function playwrightEntries(report) {
  const entries = {}
  const visit = ({ file, specs = [], suites = [] }) => {
    for (const { tests } of specs)
      for (const { status, annotations } of tests)
        addTo(entries, basename(file), {
          passed: Number(status === 'expected' || status === 'flaky'),
          failed: Number(status === 'unexpected'),
          figures: Object.fromEntries(
            annotations
              .filter(({ type }) => type.startsWith(FIGURE))
              .map(({ type, description }) => [type.slice(FIGURE.length), Number(description)]),
          ),
        })
    for (const suite of suites) visit(suite)
  }
  for (const suite of report.suites) visit(suite)
  return entries
}

/**
 * The entry of one mutation run. It passes when the tests catch at least the required share of the
 * mutants. Mutants that don't compile, or that run only while a module loads, are not counted.
 * @param report in the mutation testing report schema
 * @param {number} boundPercent
 */
export function mutationEntry(report, boundPercent) {
  const mutants = Object.values(report.files).flatMap((file) => file.mutants)
  const count = (...wanted) => mutants.filter(({ status }) => wanted.includes(status)).length
  const noticed = count('Killed', 'Timeout')
  const survived = count('Survived', 'NoCoverage')
  const all = noticed + survived
  const percent = all === 0 ? 0 : Math.floor((1000 * noticed) / all) / 10
  const isGood = percent >= boundPercent
  return {
    passed: Number(isGood),
    failed: Number(!isGood),
    figures: { mutants: all, survived, 'score in %': percent },
  }
}

/**
 * The entries of `test:breaks`, one per edit. An entry passes when the test caught the edit. It keeps
 * the texts from which the table is rendered.
 */
export function breakEntries({ rows }) {
  return Object.fromEntries(
    rows.map(({ guarantee, break: what, spec, isRed }) => [
      `${guarantee}: ${what}`,
      {
        passed: Number(isRed),
        failed: Number(!isRed),
        words: { guarantee, break: what, spec },
      },
    ]),
  )
}

/** The entries of `bench:calls`, one per measured client. The console must get no 429. */
export function benchEntries({ rows }) {
  return Object.fromEntries(
    rows.map(({ client, tabs, sessions, callsPerMinute, throttled }) => {
      const isGood = client !== 'console' || throttled === 0
      return [
        `${client}, ${tabs}, ${sessions}`,
        {
          passed: Number(isGood),
          failed: Number(!isGood),
          figures: { tabs, sessions, 'calls a minute': callsPerMinute, refused: throttled },
        },
      ]
    }),
  )
}

function addTo(entries, name, { passed, failed, figures }) {
  const known = entries[name] ?? { passed: 0, failed: 0 }
  const all = { ...known.figures, ...figures }
  entries[name] = {
    passed: known.passed + passed,
    failed: known.failed + failed,
    ...(Object.keys(all).length > 0 ? { figures: all } : {}),
  }
}
