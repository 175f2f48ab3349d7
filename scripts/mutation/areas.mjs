/**
 * The code that the mutation tests change, by area, and the unit tests that must catch it. Each area
 * has its own run, so that it can be repeated alone:
 * `npm run test:mutation -- --only gate,cost`.
 *
 * Each area runs the tests closest to it, not every test that executes its code. This keeps a run
 * short and shows how good the module's own tests are.
 */
export const AREAS = {
  lease: { specs: 'src/{lease,monitor,starts}/*.spec.ts', files: ['src/lease/*.ts'] },
  gate: {
    specs: 'src/gate/*.spec.ts',
    files: [
      'src/gate/{gate,call-queue,clock-jumps,gate-view,turn-loop,policy,turn,poll-interval}.ts',
    ],
  },
  leadership: {
    specs: 'src/{tabs/{leadership*,page-lifecycle,tabs.model},monitor/monitor-wake}.spec.ts',
    files: ['src/tabs/{leadership,page-lifecycle}.ts'],
  },
  'calls and tokens': {
    specs: 'src/{calls/{call-service,tokens},runtime/runtime,sessions/actions}.spec.ts',
    files: ['src/calls/{call-service,tokens}.ts'],
  },
  'extend and stop': {
    specs:
      'src/{sessions/{actions,track-unsent,extend-session,stop-session,pending-actions,action-rules},runtime/queued-lock}.spec.ts',
    files: [
      'src/sessions/{extend-session,settle-extension,extend-outcome,action-rules,stop-session,pending-actions}.ts',
      'src/runtime/queued-lock.ts',
    ],
  },
  'creates and plans': {
    specs: 'src/starts/{create*,start-plan*,next-start-plan-step,spend-limits}.spec.ts',
    files: [
      'src/starts/{create-intent,create-outcomes,start-plan,next-start-plan-step,start-plan-lines}.ts',
    ],
  },
  history: {
    specs: 'src/monitor/{history,retained-history,retention}.spec.ts',
    files: ['src/monitor/{history,retention}.ts'],
  },
  alerts: {
    specs: 'src/monitor/{act-on-deadlines,alerts,monitor,standing-alerts}*.spec.ts',
    files: ['src/monitor/alerts.ts', 'src/monitor/act-on-deadlines.ts'],
  },
  cost: {
    specs: 'src/monitor/{cost,costs,retained-history}.spec.ts',
    files: ['src/monitor/cost.ts'],
  },
  'auto-extend': {
    specs: 'src/monitor/{auto-extend,retained-history}.spec.ts',
    files: ['src/monitor/auto-extend.ts'],
  },
  redaction: {
    specs: 'src/{screens/{shell,calls},service}/*.spec.ts',
    files: [
      'src/screens/{shell/crash-report,calls/call-text}.ts',
      'src/service/{secrets,http,sts,token}.ts',
    ],
  },
  wire: { specs: 'src/service/*.spec.ts', files: ['src/service/{wire,timespan}.ts'] },
  gateway: { specs: 'server/*.spec.ts', files: ['server/{gateway,allow-list}.ts'] },
  // The rules of the service; how its answers are worded is compared with recorded ones.
  simulator: {
    specs:
      'src/simulator/{v1,v2021,v2021-access,v2021-create,rate-limit,route,parsing,simulator}.spec.ts',
    files: ['src/simulator/{rules,checks,route,v1,v2021,rate-limit,id-conflict}.ts'],
  },
}

/** Share of the mutants that the tests must catch, in percent. */
export const BOUND_PERCENT = 90
