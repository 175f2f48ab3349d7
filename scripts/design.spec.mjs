import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { DOC_PICTURES } from './screenshots/doc-pictures.mjs'
import { LOOKS } from './screenshots/stage.mjs'
import { STATES } from './screenshots/states.mjs'

const design = readFileSync('docs/design.md', 'utf8')
const styles = readFileSync('src/index.css', 'utf8')
const named = (text, pattern) => [
  ...new Set([...text.matchAll(pattern)].map(([, name]) => name)),
]

test('every token that the design names exists, and every color is named', () => {
  const tokens = named(design, /`(--[\w-]+)`/g)
  expect(tokens.length).toBeGreaterThan(30)
  expect(tokens.filter((token) => !styles.includes(`${token}:`))).toEqual([])
  const colors = named(styles, /^ {2}(--color-[\w-]+):/gm)
  expect(colors.filter((color) => !tokens.includes(color))).toEqual([])
})

test('every size of text is named with its px', () => {
  const sizes = [...styles.matchAll(/^ {2}(--text-[a-z]+): ([\d.]+)rem;/gm)]
  expect(sizes.length).toBeGreaterThan(3)
  const rows = sizes.map(([, token, rem]) => `\`${token}\`, ${Number(rem) * 16} px`)
  expect(rows.filter((row) => !design.includes(row))).toEqual([])
})

test('every picture of the documents is there, and one command makes it', () => {
  const shown = ['README.md', 'docs/design.md'].flatMap((file) =>
    named(readFileSync(file, 'utf8'), /!\[[^\]]*\]\((?:docs\/)?([\w-]+\.png)\)/g),
  )
  expect(shown.length).toBeGreaterThan(6)
  expect(shown.filter((file) => !existsSync(`docs/${file}`))).toEqual([])
  expect(
    shown.toSorted().filter((file) => !Object.values(DOC_PICTURES).includes(file)),
  ).toEqual([])
  const names = STATES.map(({ name }) => name)
  for (const file of Object.keys(DOC_PICTURES)) {
    const [state, picture] = file.split('/')
    expect(names).toContain(state)
    expect(Object.keys(LOOKS)).toContain(/^\d+-(\w+)\.png$/.exec(picture)?.[1])
  }
})
