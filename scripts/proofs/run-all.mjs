import { readFileSync, writeFileSync } from 'node:fs'
import { BLOCKS } from './blocks.mjs'
import { PROOFS } from './proofs.mjs'
import { render } from './render.mjs'
import { KEPT_FILE, merged, readKept, readResult, toJson } from './results.mjs'

/** Runs `npm run test:all`: all proofs, with their results written into the docs. */

/** The documents that results are written into. */
export const DOCUMENTS = ['docs/reliability.md', 'docs/performance.md']

/**
 * Reads `--only`.
 * @param {string[]} args `--only soak,models,mutation:gate`; empty for all
 * @returns {{ name: string, args: string[] }[]}
 */
export function chosenProofs(args) {
  if (args[0] !== '--only') return Object.keys(PROOFS).map((name) => ({ name, args: [] }))
  return (args[1] ?? '').split(',').map((each) => {
    const [name, part] = each.split(':')
    if (!(name in PROOFS))
      throw new Error(`No such proof: "${name}". Proofs: ${Object.keys(PROOFS).join(', ')}.`)
    return { name, args: partArgs(name, part) }
  })
}

/**
 * Runs all selected proofs, even when one fails, and records each result as soon as it is known.
 * `--render` only renders the documents again.
 * @param {string[]} args
 * @param {{ run: (name: string, args: string[]) => Promise<number> }} ports
 * @returns {Promise<number>} exit code
 */
export async function runAll(args, { run }) {
  if (args[0] === '--render') {
    renderDocuments(readKept())
    return 0
  }
  const lines = []
  for (const { name, args: ofProof } of chosenProofs(args)) {
    const startedMs = performance.now()
    console.log(`\n==== ${PROOFS[name]} ${ofProof.join(' ')}`)
    const code = await run(name, ofProof)
    const kept = readKept()
    const all = { ...kept, [name]: merged(kept[name], readResult(name)) }
    const inOrder = Object.keys(PROOFS).filter((each) => each in all)
    const ordered = Object.fromEntries(inOrder.map((each) => [each, all[each]]))
    writeFileSync(KEPT_FILE, toJson(ordered))
    renderDocuments(ordered)
    const minutes = ((performance.now() - startedMs) / 60_000).toFixed(1)
    lines.push({ name, code, text: `${code === 0 ? 'ok  ' : 'FAIL'} ${name}  ${minutes} min` })
  }
  console.log(`\n${lines.map(({ text }) => text).join('\n')}`)
  return lines.every(({ code }) => code === 0) ? 0 : 1
}

/** The arguments that select a part of a proof. */
function partArgs(name, part) {
  if (!part) return []
  return ['mutation', 'test', 'breaks'].includes(name) ? ['--only', part] : [part]
}

function renderDocuments(kept) {
  for (const file of DOCUMENTS)
    writeFileSync(file, render(readFileSync(file, 'utf8'), kept, BLOCKS))
}
