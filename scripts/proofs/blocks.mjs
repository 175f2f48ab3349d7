import { AREAS } from '../mutation/areas.mjs'
import { cellText, lastRunOfProof, table } from './render.mjs'

/** The parts of the documents that are rendered as a whole, by name. */

export const BLOCKS = { mutation: mutationTable, breaks: breaksTable, calls: callsTable }

/** A line about the last run and a table. Without rows, only the line. */
function withLastRun(command, proof, header, rows, alignments) {
  const line = `Last run of \`${command}\`: ${lastRunOfProof(proof)}.`
  return rows.length === 0
    ? line
    : [line, '', ...table([header, ...rows], alignments)].join('\n')
}

function number(value) {
  return value.toLocaleString('en-US')
}

function mutationTable({ mutation }) {
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

function callsTable({ calls }) {
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
  return withLastRun('npm run bench:calls', calls, header, cells, [
    'left',
    'right',
    'right',
    'right',
    'right',
  ])
}

function breaksTable({ breaks }) {
  const rows = Object.values(breaks?.entries ?? {}).map((entry) => [
    cellText(entry.words.guarantee),
    cellText(entry.words.break),
    `\`${entry.words.spec}\``,
    `${entry.date ?? breaks.date}, ${entry.failed > 0 ? '**not noticed**' : 'red'}`,
  ])
  return withLastRun(
    'npm run test:breaks',
    breaks,
    ['guarantee', 'break', 'test', 'last run'],
    rows,
  )
}
