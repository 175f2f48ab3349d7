import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvField, csvOf, tabbedLine } from './csv.ts'

/** Text with everything that means something in a CSV file or a spreadsheet. */
const field = fc.string({
  unit: fc.oneof(
    fc.constantFrom('"', ',', '\r', '\n', '\t', '=', '+', '-', '@', "'", '＝'),
    fc.string(),
  ),
  maxLength: 6,
})
const isFormula = /^[=+\-@\t\r\n＝＋－＠]/

/** Reads a CSV file by the grammar of RFC 4180. */
function parse(text: string): string[][] {
  const lines: string[][] = []
  let line: string[] = []
  for (const [, quoted, plain, end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy,
  )) {
    line.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'))
    if (end === ',') continue
    lines.push(line)
    line = []
  }
  return lines
}

test('a reader of RFC 4180 gets every field back, with a quote before what would be a formula', () => {
  const table = fc.array(fc.array(field, { minLength: 1, maxLength: 4 }), { maxLength: 5 })
  fc.assert(
    fc.property(table, (lines) => {
      expect(parse(csvOf(lines))).toEqual(
        lines.map((fields) => fields.map((text) => (isFormula.test(text) ? `'${text}` : text))),
      )
    }),
  )
})

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1'])(
  'a spreadsheet reads %j as text',
  (text) => {
    const [[read = ''] = []] = parse(csvOf([[text]]))
    expect(read).toBe(`'${text}`)
    expect(tabbedLine([text])).toMatch(/^'/)
  },
)

test('plain text needs no quotes', () => {
  expect(csvField('fair-booth-3')).toBe('fair-booth-3')
})

test('a field never breaks out of its line', () => {
  fc.assert(
    fc.property(fc.array(field, { minLength: 1 }), (fields) => {
      expect(tabbedLine(fields).split(/[\t\r\n]/)).toHaveLength(fields.length)
    }),
  )
})
