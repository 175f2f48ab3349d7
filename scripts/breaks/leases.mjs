/** Breaks of what docs/reliability.md says of time, alerts and the history. */

const LIFE = 'src/sessions/life.spec.ts'
const ALERTS = 'src/monitor/alerts-of-tabs.spec.ts'
const WATCH = 'src/monitor/monitor.spec.ts'

export const LEASE_BREAKS = [
  {
    guarantee: 'The shown end is never later than the true one',
    what: 'the precision of the elapsed time is left out',
    file: 'src/lease/ready-interval.ts',
    search: 'observed.serverDateMs - observed.elapsedMs - observed.precisionMs',
    replace: 'observed.serverDateMs - observed.elapsedMs',
    spec: LIFE,
  },
  {
    guarantee: 'The shown end is never later than the true one',
    what: "the service's clock counts from the answer's arrival",
    file: 'src/lease/server-clock.ts',
    search: 'offsetMs: seen.serverDateMs + DATE_PRECISION_MS - seen.sentAtMs',
    replace: 'offsetMs: seen.serverDateMs - seen.receivedAtMs',
    spec: LIFE,
  },
  {
    guarantee: 'At most a poll gap and a second early once a minute boundary was seen',
    what: 'each poll forgets what was known',
    file: 'src/lease/ready-interval.ts',
    search: 'earliestMs: Math.max(one.earliestMs, other.earliestMs)',
    replace: 'earliestMs: other.earliestMs',
    spec: LIFE,
  },
  {
    guarantee: 'At most two seconds early with v1',
    what: 'a precision of a second counts three times',
    file: 'src/lease/ready-interval.ts',
    search: 'observed.serverDateMs - observed.elapsedMs - observed.precisionMs',
    replace: 'observed.serverDateMs - observed.elapsedMs - 3 * observed.precisionMs',
    spec: LIFE,
  },
  {
    guarantee: 'After a sleep the time left is not trusted until one list has come',
    what: 'waking changes nothing of what is shown',
    file: 'src/sessions/time-left.ts',
    search: 'endpoint.receivedAtMs < wake.wokeAtMs ||',
    replace: '',
    spec: 'src/sessions/time-left.spec.ts',
  },
  {
    guarantee: 'Each threshold is told exactly once',
    what: 'an alert that is known is raised again',
    file: 'src/tabs/shared-table.ts',
    search: 'if (adding.has(key) || inMemory(key)) return false',
    replace: 'void adding',
    spec: ALERTS,
  },
  {
    guarantee: 'Each threshold is told exactly once, over tabs and reloads',
    what: 'storage is not asked whether an alert is new',
    file: 'src/tabs/shared-table.ts',
    search: '          if (known) found.push(known)',
    replace: '          void known',
    spec: ALERTS,
  },
  {
    guarantee: 'An extension is not answered by a warning that it has passed',
    what: 'a longer lease is told of like any',
    file: 'src/monitor/alerts.ts',
    search: 'isSilent: leaseBeforeMs !== null && leaseBeforeMs !== countdown.leaseMs,',
    replace: 'isSilent: leaseBeforeMs === -1,',
    spec: ALERTS,
  },
  {
    guarantee: 'Why a session ended',
    what: 'a stop from here is not noted',
    file: 'src/monitor/record-local-actions.ts',
    search: 'return { stoppedAtMs: event.atMs }',
    replace: 'return { stoppedAtMs: null }',
    spec: WATCH,
  },
  {
    guarantee: 'Renewals up to their cap',
    what: 'the cap of the lease is not looked at',
    file: 'src/monitor/auto-extend.ts',
    search: 'if (rule.capLeaseMs !== null && extended.leaseMs > rule.capLeaseMs)',
    replace: 'if (rule.capLeaseMs !== null && extended.leaseMs < 0)',
    spec: WATCH,
  },
  {
    guarantee: 'Renewals in time',
    what: 'a lease is renewed when it is over',
    file: 'src/monitor/auto-extend.ts',
    search: 'const EXTEND_BEFORE_MS = 3 * 60_000',
    replace: 'const EXTEND_BEFORE_MS = 0',
    spec: WATCH,
  },
]
