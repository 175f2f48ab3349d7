import fc from 'fast-check'
import { expect, test } from 'vitest'
import { t } from './t.ts'
import { visibleLines, visibleText } from './visible-text.ts'

test.each([
  ['\u202Egpj.exe', '\\u{202E}gpj.exe'],
  ['a\u200Bb', 'a\\u{200B}b'],
  ['a\u00ADb', 'a\\u{AD}b'],
  ['bell\u0007', 'bell\\u{7}'],
  ['half\uD800', 'half\\u{D800}'],
  ['tag\u{E0041}', 'tag\\u{E0041}'],
  ['plain-id_1 Änderung 한국어 שלום', 'plain-id_1 Änderung 한국어 שלום'],
])('an invisible character is written out: %j', (text, shown) => {
  expect(visibleText(text)).toBe(shown)
})

test('no text keeps invisible characters, and a second pass changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = visibleText(text)
      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
      expect(visibleText(shown)).toBe(shown)
    }),
    { seed: 1, numRuns: 500 },
  )
})

test('a text of several lines keeps its lines', () => {
  expect(visibleLines('a\nb\u200B')).toBe('a\nb\\u{200B}')
})

test('a value is made visible in every sentence', () => {
  expect(t('session.locked', { name: 'a\u202Eb' })).toContain('a\\u{202E}b')
})
