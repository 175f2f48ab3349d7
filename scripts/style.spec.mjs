import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { breakRows, BREAKS } from './breaks/breaks.mjs'
import { BLOCKS } from './proofs/blocks.mjs'
import { render } from './proofs/render.mjs'
import { breakEntries } from './proofs/reports.mjs'

/**
 * The style of what people read. The spelling is checked by cspell (cspell.json); these rules find
 * wording that is spelled correctly and still reads like a translation.
 */

/** What no text may contain, and what to write instead. */
const RULES = [
  [/\bby (?:itself|themselves)\b/i, 'write "automatically", or name what does it'],
  [/\b(?:is|are|was|were|not) told\b/i, 'write "Unknown", or name what happened'],
  [/\bplease\b/i, 'ask directly, without "please"'],
  [/\(s\)/, 'use a plural form instead of "(s)"'],
  [/\be\.g\.|\bi\.e\.|\betc\./i, 'write "such as", "that is", or name the rest'],
  [/ …(?!\?)/, 'no space before "…"'],
  [/\.\.\./, 'write "…"'],
  [/\b(?:this|that|it) is no [a-z]/i, 'write "isn\'t a", or say what to enter'],
  [/\bids?\b/, 'write "ID"'],
  [/(?<![.\w])(?:url|api|guid|json)s?\b/, 'write the abbreviation in capitals'],
  [/\bcan ?not\b/i, 'write "can\'t"'],
  [
    /\b(?:all the same|any more|put by|forgets? nothing|lest|thereof|for ever|anew)\b/i,
    'write it the way people speak',
  ],
]

/** What no text on the screen may contain either. */
const SCREEN_RULES = [
  [/\bruns? on\b/i, 'write "keeps running"'],
  [/ {2}/, 'one space between words'],
  [/!/, 'no exclamation marks'],
  [/"/, 'curly quotation marks: “…”'],
  [
    /\b(?:is|are|was|were|has|have|had|do|does|did|could|will|would|should) not\b/i,
    'use a contraction',
  ],
  [/\bcancell(?:ed|ing)\b/i, 'American English: "canceled"'],
  [/\b(?:somebody|nobody)\b/i, 'name who it is'],
  [/\b(?:renew|renews|renewal)\b/i, 'one term for one thing: auto-extend'],
  [/\s$|^\s/, 'no space at the ends'],
]

/** The first words of buttons. */
const VERBS =
  'Add|Apply|Auto-extend|Cancel|Check|Clear|Close|Confirm|Connect|Continue|Copy|Discard|Dismiss|Edit|Enter|Exit|Export|Extend|Fill|Get|Keep|Load|Move|New|Open|Pan|Refresh|Reload|Remove|Replace|Reset|Retry|Save|Show|Skip|Snooze|Start|Stop|Test|Try|Turn|Undo|Unlock|Use|View|Zoom'

/** The last part of a message's ID, when it is that of a button. */
const BUTTON =
  /\.(?:action|add|again|apply|clear|clearFilter|confirm|connect|edit|enterKey|enterToken|export|fetch|goOn|halt|keep|reload|remove|reset|retry|save|snooze|start|stop|submit|takeBack|try|turnOff|turnOn|undo|useKey|useToken|zoomIn|zoomOut)$/

/** Messages that stand within another text, so they begin in lower case. */
const PARTS = new Set([
  'renewal.upTo',
  'export.link',
  'format.tomorrow',
  'calls.curlShort',
  'gate.leavesIn',
  'gate.notReady',
  'history.elsewhere',
  'history.here',
  'left.endsAt',
  'plan.endedEarly',
  'plan.notCreated',
  'renewal.adds',
])

const catalog = Object.entries(JSON.parse(readFileSync('src/i18n/locales/en.json', 'utf8')))

const PLURAL = /\{\w+, plural, one \{([^{}]*)\} other \{([^{}]*)\}\}/

/** The texts of a message: one, or one for each form of its plural. A value is written as `x`. */
function textsOf([id, message]) {
  const text = message.replaceAll(/\{\w+(?:, number)?\}/g, 'x')
  const forms = PLURAL.exec(text)
  if (!forms) return [[id, text]]
  return [forms[1], forms[2]].map((form) => [id, text.replace(PLURAL, () => form)])
}

/** What breaks a rule, as lines that say where and what to write. */
function problemsOf(texts, rules) {
  return texts.flatMap(([name, text]) =>
    rules
      .filter(([pattern]) => pattern.test(text))
      .map(
        ([pattern, advice]) => `${name}: "${pattern.exec(text)[0]}" in "${text}": ${advice}`,
      ),
  )
}

/** The lines of a document, without code and addresses. */
function linesOf(file, text) {
  return text
    .replaceAll(/^```[^]*?^```/gm, '')
    .replaceAll(/`[^`]*`/g, 'x')
    .replaceAll(/\]\([^)]*\)/g, ']')
    .replaceAll(/https?:\S+/g, 'x')
    .split('\n')
    .map((line, index) => [`${file}:${index + 1}`, line])
    .filter(([, line]) => !line.startsWith('    '))
}

describe('a text on the screen', () => {
  test('has no wording that the style forbids', () => {
    expect(problemsOf(catalog.flatMap(textsOf), [...RULES, ...SCREEN_RULES])).toEqual([])
  })

  test('begins with a verb on a button', () => {
    const wrong = catalog
      .filter(([id]) => BUTTON.test(id))
      .filter(([, message]) => !new RegExp(`^(?:${VERBS})\\b`).test(message))
    expect(
      wrong.map(([id, message]) => `${id}: "${message}" should begin with a verb`),
    ).toEqual([])
  })

  test('begins with a capital letter, a value, or a sign, unless it is part of a sentence', () => {
    const wrong = catalog
      .filter(([id]) => !PARTS.has(id))
      .filter(([, message]) => /^\p{Ll}/u.test(message))
    expect(wrong.map(([id, message]) => `${id}: "${message}"`)).toEqual([])
  })
})

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

test.each(documents)('%s has no wording that the style forbids', (file) => {
  expect(problemsOf(linesOf(file, readFileSync(file, 'utf8')), RULES)).toEqual([])
})

describe('the breaks of scripts/breaks', () => {
  test('have guarantees in upper case, edits in lower case, and no periods', () => {
    const texts = BREAKS.flatMap(({ guarantee, what }) => [
      [guarantee, /^[\p{Lu}`].*[^.!]$/u],
      [what, /^(?:\p{Ll}|IDs ).*[^.!]$/u],
    ])
    expect(texts.filter(([text, form]) => !form.test(text)).map(([text]) => text)).toEqual([])
  })

  // A run takes a quarter of an hour, and only then do the texts reach the document.
  test('have no wording that the style forbids once they stand in the document', () => {
    const rows = breakRows(BREAKS.map((each) => ({ each, isRed: true })))
    const breaks = { date: '2026-01-02', isBroken: false, entries: breakEntries({ rows }) }
    const place = '<!-- rendered: breaks -->\n<!-- end: breaks -->'
    const table = render(place, { breaks }, BLOCKS).replaceAll(/ +\|/g, ' |')
    expect(table.match(/, red \|$/gm)).toHaveLength(BREAKS.length)
    expect(problemsOf(linesOf('the rendered table', table), RULES)).toEqual([])
  })
})
