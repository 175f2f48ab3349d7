import type { FleetRow } from '../../sessions/fleet-model.ts'
import type { MessageId } from '../../i18n/t.ts'
import type { Command } from './command.ts'
import { matching, readVerb, type Searchable } from './match-commands.ts'

/** What the palette lists for a query. Pure. */

/** Sessions listed at most. The filter of the list reaches all of them. */
const MAX_SESSIONS = 20
const MAX_COMMANDS = 30

/** A session, ready to be searched. */
type SearchableRow = Searchable & { row: FleetRow }

/** Lines under a heading. `more`: how many sessions fit besides */
export type Section = { title: MessageId; commands: readonly Command[]; more: number }

/** What the palette can list. */
export type Choices = {
  /** All commands of the page. */
  page: readonly Command[]
  /** Every session that is listed, in the order of the list. */
  sessions: readonly SearchableRow[]
  /** The session that has the focus, or is open; null when none is. */
  focused: FleetRow | null
  /** The commands that were run last, the newest first. */
  recentIds: readonly string[]
  /** The names of the verbs. */
  verbs: Readonly<Record<'extend' | 'stop', string>>
  /** How a session becomes a command. */
  as: Readonly<Record<'open' | 'extend' | 'stop' | 'copy', (row: FleetRow) => Command>>
}

/** Returns the sections for a query, none of them empty. */
export function listCommands(query: string, choices: Choices): readonly Section[] {
  const sections = query.trim() === '' ? sectionsAtFirst(choices) : sectionsFor(query, choices)
  return sections.filter(({ commands }) => commands.length > 0)
}

function sectionsAtFirst({ page, sessions, focused, recentIds, as }: Choices): Section[] {
  const opens = new Map(sessions.map(({ row }) => [`open:${row.key}`, row]))
  const byId = new Map(page.map((each) => [each.id, each]))
  const recent = recentIds.flatMap((id) => {
    const row = opens.get(id)
    return (row ? as.open(row) : byId.get(id)) ?? []
  })
  const isRecent = new Set(recent.map(({ id }) => id))
  return [
    section('command.thisSession', actsOn(focused, as)),
    section('command.recent', recent),
    section(
      'command.all',
      page.filter(({ id }) => !isRecent.has(id)),
    ),
  ]
}

function sectionsFor(
  query: string,
  { page, sessions, focused, verbs, as }: Choices,
): Section[] {
  const named = readVerb(query, verbs)
  const asked = named ? matching(sessions, named.rest, MAX_SESSIONS) : null
  const opened = matching(sessions, query, MAX_SESSIONS)
  const acts = asked && named ? asked.found.map(({ row }) => as[named.verb](row)) : []
  const isListed = new Set(acts.map(({ id }) => id))
  return [
    section(
      'command.thisSession',
      matching(actsOn(focused, as), query, MAX_COMMANDS).found.filter(
        ({ id }) => !isListed.has(id),
      ),
    ),
    { title: 'command.act', commands: acts, more: (asked?.count ?? 0) - acts.length },
    section('command.all', matching(page, query, MAX_COMMANDS).found),
    {
      title: 'nav.sessions',
      commands: opened.found.map(({ row }) => as.open(row)),
      more: opened.count - opened.found.length,
    },
  ]
}

function actsOn(row: FleetRow | null, as: Choices['as']): Command[] {
  return row ? [as.extend(row), as.stop(row), as.copy(row)] : []
}

function section(title: MessageId, commands: readonly Command[]): Section {
  return { title, commands, more: 0 }
}
