import { createdAtMsOf, KNOWN_STATUSES } from '../../../service/session.ts'
import type { Rates } from '../../../monitor/cost.ts'
import { sessionCost } from '../../../monitor/costs.ts'
import { entryKey, type HistoryEntry, type LocalAction } from '../../../monitor/history.ts'
import type { FleetRow } from '../../../sessions/fleet-model.ts'
import { leftMsOf } from '../../../sessions/time-left.ts'
import { formatEndpointAccount } from '../row-text.ts'
import type { Comparison, DurationKey, Filter, Term, ValueKey } from './parse-filter.ts'

/** Which sessions a filter shows. Pure. */

/** What a filter needs to know besides the sessions. */
export type FilterFacts = {
  /** Server time where a session runs, epoch ms. */
  serverNowMsOf: (row: FleetRow) => number
  /** null: no rates are set, so that a comparison of costs hides nothing. */
  rates: Rates | null
  /** Whether nobody knew a status when the filter was saved, so that it must not hide it. */
  isNew: (status: string) => boolean
  entries: ReadonlyMap<string, HistoryEntry>
  actions: ReadonlyMap<string, LocalAction>
}

/** Whether a session passes. */
export type RowTest = (row: FleetRow) => boolean

/** Whether what a filter shows changes with time or with what else happens in this browser. */
export function isTimed(filter: Filter): boolean {
  return filter.some(
    (part) =>
      part.kind === 'condition' &&
      (part.term.kind === 'mine' ||
        part.term.kind === 'cost' ||
        (part.term.kind === 'duration' && part.term.key === 'left')),
  )
}

/** Returns the test of a filter: all its conditions. Parts that can't be read hide nothing. */
export function rowTest(filter: Filter, facts: FilterFacts): RowTest {
  const tests = filter.flatMap((part): RowTest[] => {
    if (part.kind === 'problem') return []
    const test = termTest(part.term, facts)
    if (test === null) return []
    const asked: RowTest = part.isExcluded ? (row) => !test(row) : test
    const isOfStatus = part.term.kind === 'values' && part.term.key === 'status'
    return [isOfStatus ? (row) => facts.isNew(row.session.status) || asked(row) : asked]
  })
  return (row) => tests.every((test) => test(row))
}

/**
 * Returns whether a status is newer than a saved view.
 * @param known see TableQuery.knownStatuses; for null none is
 */
export function newStatusTest(known: string | null): (status: string) => boolean {
  if (known === null) return () => false
  const all = new Set(
    [...KNOWN_STATUSES, ...known.split(',')].map((status) => status.toLowerCase()),
  )
  return (status) => !all.has(status.toLowerCase())
}

/** Returns the test of one term; null when it can't be applied. */
function termTest(term: Term, facts: FilterFacts): RowTest | null {
  switch (term.kind) {
    case 'text': {
      const text = term.text.toLowerCase()
      return (row) => searchText(row).includes(text)
    }
    case 'values':
      return valuesTest(term.key, term.values)
    case 'duration': {
      const { key, comparison, ms } = term
      return (row) => isCompared(durationOf(row, key, facts), comparison, ms)
    }
    case 'cost': {
      const { rates } = facts
      const { comparison, amount } = term
      if (rates === null) return null
      return (row) =>
        isCompared(
          sessionCost(rates, row.session, facts.serverNowMsOf(row)).now,
          comparison,
          amount,
        )
    }
    case 'mine':
      return (row) => isMine(row, facts)
  }
}

function valuesTest(key: ValueKey, values: readonly string[]): RowTest {
  const wanted = values.map((value) => value.toLowerCase())
  const exact = new Set(wanted.filter((value) => !value.includes('*')))
  const patterns = wanted.filter((value) => value.includes('*')).map(patternOf)
  return (row) => {
    // A quote can't be part of a value in the filter.
    const value = valueOf(row, key).replaceAll('"', '').toLowerCase()
    return exact.has(value) || patterns.some((pattern) => pattern.test(value))
  }
}

/** Returns a session's value of a key, as it is on screen. */
export function valueOf({ session, ref, region }: FleetRow, key: ValueKey): string {
  switch (key) {
    case 'status':
      return session.status
    case 'region':
      return region
    case 'account':
      return ref.account.name
    case 'size':
      return session.size
  }
}

function patternOf(value: string): RegExp {
  const parts = value.split(/\*+/).map((part) => part.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 's')
}

/** Returns a duration of a session, ms; null when it has none, so that no comparison applies. */
function durationOf(row: FleetRow, key: DurationKey, facts: FilterFacts): number | null {
  switch (key) {
    case 'left':
      return leftMsOf(row, facts.serverNowMsOf(row))
    case 'elapsed':
      return row.session.status === 'Starting' ? null : row.session.elapsedMs
    case 'lease':
      return row.session.leaseMs
  }
}

function isCompared(value: number | null, comparison: Comparison, limit: number): boolean {
  if (value === null) return false
  switch (comparison) {
    case '<':
      return value < limit
    case '<=':
      return value <= limit
    case '>':
      return value > limit
    case '>=':
      return value >= limit
  }
}

/** Whether a session was started from this browser. The history knows it longest. */
function isMine({ key, session }: FleetRow, { entries, actions }: FilterFacts): boolean {
  const entry = entries.get(entryKey(key, createdAtMsOf(session)))
  if (entry) return entry.startedBy === 'here'
  return (actions.get(key)?.startedAtMs ?? null) !== null
}

const searchTexts = new WeakMap<FleetRow, string>()

/** Returns what words are searched in. It is kept, because each key typed asks for all of it. */
function searchText(row: FleetRow): string {
  const known = searchTexts.get(row)
  if (known !== undefined) return known
  const { session } = row
  const text = [
    session.id,
    session.status,
    session.size,
    formatEndpointAccount(row),
    session.hostname ?? '',
  ]
    .join('\n')
    .toLowerCase()
  searchTexts.set(row, text)
  return text
}
