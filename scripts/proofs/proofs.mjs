/**
 * The proofs: the commands whose results stand in docs/reliability.md and docs/performance.md, in
 * the order in which `npm run test:all` runs them, and how many runs each model test makes.
 */

/** The number of random runs of each model test, and the variable that sets it. */
export const MODEL_RUNS = {
  'gate.model.spec.ts': { variable: 'GATE_RUNS', runs: 10_000 },
  'tabs.model.spec.ts': { variable: 'TABS_RUNS', runs: 10_000 },
  'run-create.model.spec.ts': { variable: 'INTENT_RUNS', runs: 5000 },
  'actions.model.spec.ts': { variable: 'ACTION_RUNS', runs: 5000 },
  'run-start-plan.model.spec.ts': { variable: 'PLAN_RUNS', runs: 5000 },
  'set-clock.model.spec.ts': { variable: 'CLOCK_RUNS', runs: 5000 },
  'fuzz.model.spec.ts': { variable: 'FUZZ_RUNS', runs: 20_000 },
}

/** Names of the proofs and the commands that run them. */
export const PROOFS = {
  test: 'npm test',
  models: 'npm run test:models',
  long: 'npm run test:long',
  soak: 'npm run test:soak',
  mutation: 'npm run test:mutation',
  breaks: 'npm run test:breaks',
  calls: 'npm run bench:calls',
}

/** The number of runs by variable. A variable that is already set wins, which allows short runs. */
export function modelRunsEnv(env) {
  return Object.fromEntries(
    Object.values(MODEL_RUNS).map(({ variable, runs }) => [
      variable,
      env[variable] ?? `${runs}`,
    ]),
  )
}

/** Adds the number of runs to the entry of each model test file. */
export function withModelRuns(entries, env) {
  return Object.fromEntries(
    Object.entries(entries).map(([file, entry]) => {
      const model = MODEL_RUNS[file]
      if (!model) return [file, entry]
      const tests = entry.passed + entry.failed
      const name = tests === 1 ? 'runs' : `runs of each of ${tests} tests`
      return [
        file,
        { ...entry, figures: { ...entry.figures, [name]: Number(env[model.variable]) } },
      ]
    }),
  )
}
