/**
 * What the mutation tests change, by area, and the unit tests that must notice. An area is mutated
 * in a run of its own, so that one can be repeated alone:
 * `npm run test:mutation -- --only gate,cost`.
 *
 * Each area is held against the tests closest to it, not against every test that happens to run
 * its code: that keeps a run short, and shows what the module's own tests are worth.
 */
export const AREAS = {
  lease: { specs: 'src/{lease,watch}/*.spec.ts', files: ['src/lease/*.ts'] },
  gate: {
    specs: 'src/gate/*.spec.ts',
    files: ['src/gate/{gate,policy,turn,poll-interval}.ts'],
  },
  leadership: {
    specs: 'src/queries/{leadership*,watch-wake,tabs.model}.spec.ts',
    files: ['src/queries/{leadership,wake}.ts'],
  },
  'calls and tokens': {
    specs: 'src/queries/{call,tokens,runtime,actions}.spec.ts',
    files: ['src/queries/{call,tokens}.ts'],
  },
  'extend and stop': {
    specs:
      'src/queries/{actions,wishes,extend-session,stop-session,session-actions,extend-rules,take-turn}.spec.ts',
    files: [
      'src/queries/{extend-session,extend-rules,stop-session,session-actions,take-turn}.ts',
    ],
  },
  'creates and plans': {
    specs: 'src/watch/*.spec.ts',
    files: ['src/watch/{intents,intent-outcomes,plan,plan-lines}.ts'],
  },
  history: { specs: 'src/watch/*.spec.ts', files: ['src/watch/{history,retention}.ts'] },
  alerts: {
    specs: 'src/{watch,queries}/{alerts,watch}*.spec.ts',
    files: ['src/watch/alerts.ts', 'src/queries/watch-ends.ts'],
  },
  cost: { specs: 'src/watch/*.spec.ts', files: ['src/watch/cost.ts'] },
  'auto-extend': { specs: 'src/watch/*.spec.ts', files: ['src/watch/auto-extend.ts'] },
  redaction: {
    specs: 'src/{components,service}/*.spec.ts',
    files: [
      'src/components/{crash-report,call-text}.ts',
      'src/service/{secrets,http,sts,token}.ts',
    ],
  },
  wire: { specs: 'src/service/*.spec.ts', files: ['src/service/{wire,timespan}.ts'] },
  gateway: { specs: 'server/*.spec.ts', files: ['server/{gateway,allow-list}.ts'] },
  // The rules of the service; how its answers are worded is compared with recorded ones.
  simulator: {
    specs:
      'src/simulator/{v1,v2021,v2021-access,v2021-create,rate-limit,parsing,simulator}.spec.ts',
    files: ['src/simulator/{rules,checks,route,v1,v2021,rate-limit,id-conflict}.ts'],
  },
}

/** Share of the mutants that the tests must notice, percent. */
export const BOUND_PERCENT = 90
