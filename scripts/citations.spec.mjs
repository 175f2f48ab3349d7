import { readdirSync, readFileSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'

/** Comments and documents may cite only what is in the repository. */

const ROOTS = ['src', 'server', 'e2e', 'scripts', 'bench', 'docs']

const under = (root) =>
  readdirSync(root, { recursive: true })
    .map((name) => `${root}/${name.replaceAll('\\', '/')}`)
    .filter((path) => statSync(path).isFile())

const files = [
  ...readdirSync('.').filter((name) => statSync(name).isFile()),
  ...ROOTS.flatMap(under),
]
const isCode = (path) => /\.(?:ts|tsx|mjs)$/.test(path)
const isDocument = (path) => path.endsWith('.md')
const texts = new Map(
  files
    .filter((path) => isCode(path) || isDocument(path))
    .map((path) => [path, readFileSync(path, 'utf8')]),
)

/** The comment lines of a program, all lines of a document. */
const proseOf = ([path, text]) =>
  text
    .split('\n')
    .map((line, index) => ({ place: `${path}:${index + 1}`, line }))
    .filter(({ line }) => isDocument(path) || /^\s*(?:\/?\*|\/\/)|\s\/\/ /.test(line))
const prose = [...texts].flatMap(proseOf)

/** The anchors that a renderer of Markdown gives to the headings of a document. */
const anchorsOf = (document) =>
  [...document.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replace(/\s/g, '-'),
  )

const found = (pattern) =>
  prose.flatMap(({ place, line }) =>
    [...line.matchAll(pattern)].map((match) => ({ place, cited: match[1] ?? match[0] })),
  )

/** Whether a path or the end of one names a file of the repository. */
const isThere = (cited) =>
  files.some(
    (path) => path === cited || path.endsWith(`/${cited.replace(/^(?:\.{1,2}\/)+/, '')}`),
  )

const hasAnchor = (cited) => {
  const [path, anchor] = cited.split('#')
  return anchorsOf(texts.get(path) ?? '').includes(anchor)
}

test('every cited section of a document exists', () => {
  const cited = found(/\b(docs\/[\w-]+\.md#[\w-]+)/g)
  expect(cited.length).toBeGreaterThan(80)
  expect(cited.filter((citation) => !hasAnchor(citation.cited))).toEqual([])
})

test('the protocol is cited by anchor, never by a number', () => {
  const numbers = found(/\bprotocol(?: section)?,? \d(?:\.\d)?|\bsections? \d+(?:\.\d+)*/gi)
  const isOfRfc = ({ place }) => /RFC/.test(prose.find((one) => one.place === place).line)
  expect(numbers.filter((citation) => !isOfRfc(citation))).toEqual([])
})

test('every file that a comment or a document names is in the repository', () => {
  const cited = found(/(?<![\w'"./<-])((?:\.{0,2}\/)?[\w-][\w./-]*\.(?:tsx?|mjs|md))\b/g)
  expect(cited.length).toBeGreaterThan(100)
  expect(cited.filter((citation) => !isThere(citation.cited))).toEqual([])
})

test('every link of a document leads to a file, and to a heading of it', () => {
  const links = [...texts]
    .filter(([path]) => isDocument(path))
    .flatMap(([path, text]) =>
      [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(#[^)\s]+)?\)/g)].map(
        ([, target, anchor]) => {
          const base = path.includes('/') ? 'docs/' : ''
          return { from: path, to: `${target === '' ? path : base + target}${anchor ?? ''}` }
        },
      ),
    )
  expect(links.length).toBeGreaterThan(5)
  const leadsSomewhere = ({ to }) =>
    files.includes(to.split('#')[0]) && (!to.includes('#') || hasAnchor(to))
  expect(links.filter((link) => !leadsSomewhere(link))).toEqual([])
})
