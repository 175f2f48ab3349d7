/** Breaks of the guarantees about what is shown while it is known only in part. */

const STANDING = 'src/monitor/standing-alerts.spec.ts'

export const KNOWN_BREAKS = [
  {
    guarantee: 'Figures are lower bounds while a region has not answered',
    what: 'they are shown as complete',
    file: 'src/screens/sessions/figure-strip.tsx',
    search: "return isPartial(coverage) ? t('figure.atLeast', { count }) : String(count)",
    replace: 'return String(count)',
    spec: 'src/screens/sessions/figure-strip.browser.spec.tsx',
  },
  {
    guarantee: 'Figures are lower bounds once a region no longer answers',
    what: 'an old list counts as current',
    file: 'src/sessions/coverage.ts',
    search: 'isWhole(endpoint) && !isListStale(endpoint, nowMs, wake)',
    replace: 'isWhole(endpoint)',
    spec: 'src/sessions/coverage.spec.ts',
  },
  {
    guarantee: 'An alert about a session of a region that has not answered stays',
    what: 'a session that is not listed has ended',
    file: 'src/monitor/alerts.ts',
    search: '? isUnseen(sessionKey) && nowMs <',
    replace: "? sessionKey === '' && nowMs <",
    spec: STANDING,
  },
  {
    guarantee: 'The last known list is shown after a reload until its region answers',
    what: 'nothing is shown before the first page',
    file: 'src/sessions/fleet-model.ts',
    search: 'if (!recalled || (data && !data.isUnderWay)) return []',
    replace: 'if (!recalled || !data?.isUnderWay) return []',
    spec: 'src/sessions/fleet-model.spec.ts',
  },
  {
    guarantee: 'Snoozing an alert silences the earlier ones about its session',
    what: 'snoozed alerts do not count',
    file: 'src/monitor/alerts.ts',
    search: 'if (!mayStand) continue',
    replace: 'if (!mayStand || (alert.snoozedUntilMs ?? 0) > nowMs) continue',
    spec: STANDING,
  },
  {
    guarantee: 'A snooze is offered only if it can return before the end',
    what: 'it is offered until the end',
    file: 'src/monitor/alerts.ts',
    search: 'return leftMs === null || leftMs > SNOOZE_MS',
    replace: 'return leftMs === null || leftMs > 0',
    spec: STANDING,
  },
  {
    guarantee: 'An end that auto-extend moves raises no alert',
    what: 'rules are ignored',
    file: 'src/monitor/act-on-deadlines.ts',
    search: 'if (rule && isEndCovered(rule, { row, view }, preferences, nowMs)) continue',
    replace: 'void rule',
    spec: 'src/monitor/act-on-deadlines.spec.ts',
  },
  {
    guarantee: 'An account that was added twice is asked once at each endpoint',
    what: 'both entries are asked',
    file: 'src/accounts/twins.ts',
    search: 'byLocation.set(location, ref)',
    replace: 'byLocation.set(location + ref.account.id, ref)',
    spec: 'src/accounts/twins.spec.ts',
  },
  {
    guarantee: 'An account whose key was refused makes way for its twin',
    what: 'it keeps its place',
    file: 'src/accounts/credentials.ts',
    search: 'Number(byAccount[id]?.isRefused ?? false)',
    replace: 'Number(byAccount[id] === undefined)',
    spec: 'src/accounts/credentials.spec.ts',
  },
]
