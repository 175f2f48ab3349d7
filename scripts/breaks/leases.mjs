/** Breaks of the guarantees about time, alerts, and the history. */

const LIFE = 'src/sessions/life.spec.ts'
const ALERTS = 'src/monitor/alerts-of-tabs.spec.ts'
const WATCH = 'src/monitor/monitor.spec.ts'

export const LEASE_BREAKS = [
  {
    guarantee: 'The shown end is never later than the true one',
    what: 'the precision of the elapsed time is ignored',
    file: 'src/lease/ready-interval.ts',
    search: 'observed.serverDateMs - observed.elapsedMs - observed.precisionMs',
    replace: 'observed.serverDateMs - observed.elapsedMs',
    spec: LIFE,
  },
  {
    guarantee: 'The shown end is never later than the true one',
    what: "the service's clock counts from the arrival of the answer",
    file: 'src/lease/server-clock.ts',
    search: 'offsetMs: seen.serverDateMs + DATE_PRECISION_MS - seen.sentAtMs',
    replace: 'offsetMs: seen.serverDateMs - seen.receivedAtMs',
    spec: LIFE,
  },
  {
    guarantee:
      'The shown end is at most a poll gap and a second early once a minute boundary was seen',
    what: 'each poll discards what was known',
    file: 'src/lease/ready-interval.ts',
    search: 'earliestMs: Math.max(one.earliestMs, other.earliestMs)',
    replace: 'earliestMs: other.earliestMs',
    spec: LIFE,
  },
  {
    guarantee: 'With v1, the shown end is at most two seconds early',
    what: 'a precision of one second counts three times',
    file: 'src/lease/ready-interval.ts',
    search: 'observed.serverDateMs - observed.elapsedMs - observed.precisionMs',
    replace: 'observed.serverDateMs - observed.elapsedMs - 3 * observed.precisionMs',
    spec: LIFE,
  },
  {
    guarantee: 'After a sleep, no time left is confirmed until a list arrives',
    what: 'waking does not mark the time left',
    file: 'src/sessions/time-left.ts',
    search: 'endpoint.receivedAtMs < wake.wokeAtMs ||',
    replace: '',
    spec: 'src/sessions/time-left.spec.ts',
  },
  {
    guarantee: 'Each threshold raises exactly one alert',
    what: 'a known alert is raised again',
    file: 'src/tabs/shared-table.ts',
    search: '.filter((row) => !adding.has(keyOf(row)) && !inMemory(keyOf(row)))',
    replace: '.filter(() => true)',
    spec: ALERTS,
  },
  {
    guarantee: 'Each threshold raises exactly one alert, over tabs and reloads',
    what: 'stored alerts are ignored',
    file: 'src/tabs/shared-table.ts',
    search: '          if (known) found.push(known)',
    replace: '          void known',
    spec: ALERTS,
  },
  {
    guarantee: 'An extension to less than a threshold does not announce that threshold',
    what: 'an extended lease is treated like any other',
    file: 'src/monitor/alerts.ts',
    search: 'isSilent: leaseBeforeMs !== null && leaseBeforeMs !== countdown.leaseMs,',
    replace: 'isSilent: leaseBeforeMs === -1,',
    spec: ALERTS,
  },
  {
    guarantee: 'The history states why a session ended',
    what: 'a stop from this browser is not recorded',
    file: 'src/monitor/record-local-actions.ts',
    search: 'return { stoppedAtMs: event.atMs }',
    replace: 'return { stoppedAtMs: null }',
    spec: WATCH,
  },
  {
    guarantee: 'Auto-extend ends at its limit',
    what: 'the largest lease is ignored',
    file: 'src/monitor/auto-extend.ts',
    search: 'if (rule.capLeaseMs !== null && extended.leaseMs > rule.capLeaseMs)',
    replace: 'if (rule.capLeaseMs !== null && extended.leaseMs < 0)',
    spec: WATCH,
  },
  {
    guarantee: 'Auto-extend acts in time',
    what: 'a lease is extended only when it is over',
    file: 'src/monitor/auto-extend.ts',
    search: 'const EXTEND_BEFORE_MS = 3 * 60_000',
    replace: 'const EXTEND_BEFORE_MS = 0',
    spec: WATCH,
  },
]
