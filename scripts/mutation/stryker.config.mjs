import { MODEL_RUNS } from '../proofs/proofs.mjs'
import { AREAS, BOUND_PERCENT } from './areas.mjs'

/** Mutates the area that MUTATION_AREA names; its report goes to MUTATION_REPORT. */
const { MUTATION_AREA: name = 'lease', MUTATION_REPORT: fileName } = process.env

process.env.MUTATION_SPECS = AREAS[name].specs
// A few random runs for each mutant. The long runs are a proof of their own.
for (const { variable } of Object.values(MODEL_RUNS)) process.env[variable] = '8'

export default {
  testRunner: 'vitest',
  vitest: { configFile: 'scripts/mutation/vitest.config.ts' },
  tsconfigFile: 'none',
  mutate: [...AREAS[name].files, '!**/*.spec.ts'],
  // Runs only the tests that reach a mutant.
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  reporters: ['clear-text', 'progress-append-only', 'json'],
  jsonReporter: { fileName },
  clearTextReporter: { logTests: false, allowColor: false },
  // The report decides whether the score is high enough (scripts/proofs).
  thresholds: { high: 95, low: BOUND_PERCENT, break: BOUND_PERCENT },
  ignorePatterns: ['.tools', '.proofs', 'dist*', 'docs', 'e2e', 'test-results'],
  tempDirName: '.stryker-tmp',
  concurrency: 2,
  // The tests of an area take a second or two, so a mutant that takes longer loops forever.
  timeoutMS: 3000,
}
