import { AREAS } from '../mutation/areas.mjs'
import { lastRunOfProof, table } from './render.mjs'

/** The parts of the documents that are rendered as a whole, by name. */

const number = (value) => value.toLocaleString('en-US')

const mutationTable = ({ mutation }) => {
  const rows = Object.keys(AREAS).map((area) => {
    const entry = mutation?.entries[area]
    const { mutants, survived, 'score in %': score } = entry?.figures ?? {}
    const part = entry && { ...mutation, entries: { [area]: entry }, isBroken: false }
    return [
      area,
      AREAS[area].files.map((file) => `\`${file}\``).join(', '),
      mutants === undefined ? '' : number(mutants),
      survived === undefined ? '' : number(survived),
      score === undefined ? '' : `${score} %`,
      lastRunOfProof(part && { ...part, date: entry.date ?? mutation.date }),
    ]
  })
  const header = ['area', 'files', 'mutants', 'survived', 'score', 'last run']
  return table([header, ...rows], ['left', 'left', 'right', 'right', 'right']).join('\n')
}

const callsTable = ({ calls }) => {
  const rows = Object.entries(calls?.entries ?? {}).map(([name, { figures }]) => ({
    client: name.split(',')[0],
    ...figures,
  }))
  const order = ['console', 'naive React Query', 'sample script']
  rows.sort(
    (a, b) =>
      a.tabs - b.tabs ||
      a.sessions - b.sessions ||
      order.indexOf(a.client) - order.indexOf(b.client),
  )
  const header = ['client', 'tabs', 'sessions', 'calls a minute', 'refused (429)']
  const cells = rows.map(({ client, tabs, sessions, refused, ...figures }) => [
    client,
    number(tabs),
    number(sessions),
    number(figures['calls a minute']),
    number(refused),
  ])
  const lines = table([header, ...cells], ['left', 'right', 'right', 'right', 'right'])
  return [`Last run of \`npm run bench:calls\`: ${lastRunOfProof(calls)}.`, '', ...lines].join(
    '\n',
  )
}

export const BLOCKS = { mutation: mutationTable, calls: callsTable }
