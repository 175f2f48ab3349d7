import { ACTION_BREAKS } from './actions.mjs'
import { CREATE_BREAKS } from './creates.mjs'
import { GATE_BREAKS } from './gate.mjs'
import { HAND_BREAKS } from './hands.mjs'
import { KNOWN_BREAKS } from './known.mjs'
import { LEASE_BREAKS } from './leases.mjs'
import { OTHER_BREAKS } from './others.mjs'
import { SERVER_BREAKS } from './server.mjs'
import { STORED_BREAKS } from './stored.mjs'
import { TAB_BREAKS } from './tabs.mjs'

/**
 * Every guarantee of docs/reliability.md with an edit that breaks it and the test file that must
 * then fail.
 *
 * @typedef {object} Break
 * @property {string} guarantee in words
 * @property {string} what the edit does, in words
 * @property {string} file that is edited
 * @property {string} search the text to replace; must occur in the file exactly once
 * @property {string} replace
 * @property {string} spec test file that must fail
 * @property {string} [title] of the test in it that must fail, or how it begins; always for e2e
 * @property {Record<string, string>} [env] of the test run
 */

/** @type {Break[]} */
export const BREAKS = [
  ...GATE_BREAKS,
  ...TAB_BREAKS,
  ...LEASE_BREAKS,
  ...ACTION_BREAKS,
  ...CREATE_BREAKS,
  ...HAND_BREAKS,
  ...KNOWN_BREAKS,
  ...STORED_BREAKS,
  ...SERVER_BREAKS,
  ...OTHER_BREAKS,
]

/**
 * Applies a break to the text of a file.
 * @param {Break} each
 * @param {string} text of the file
 * @throws when the text to replace does not occur exactly once, so the break is out of date
 */
export function broken({ file, search, replace }, text) {
  const count = countOf(text, search)
  if (count !== 1)
    throw new Error(`${file} has ${count} times, not once: ${JSON.stringify(search)}`)
  // A function, because a replacement text could contain patterns.
  return text.replace(search, () => replace)
}

/** Rows of the table in docs/reliability.md, from the results of a run. */
export function breakRows(results) {
  return results.map(({ each, isRed, problem }) => ({
    guarantee: each.guarantee,
    break: each.what,
    spec: each.spec.split('/').at(-1),
    isRed,
    ...(problem && { problem }),
  }))
}

/** How often a text occurs in another. */
function countOf(text, part) {
  return text.split(part).length - 1
}
