/**
 * The parts of a filter's text. It stands apart from the language because the figures, which are
 * drawn first, set and remove parts before the language is loaded.
 */

/** One part of a filter's text, from its first character to the one before `to`. */
export type Token = { text: string; from: number; to: number }

/** Spaces separate parts, except between quotes. A quote that is never closed goes to the end. */
const TOKEN = /(?:[^\s"]|"[^"]*(?:"|$))+/g

/** Returns the parts of a text, in order. */
export function tokensOf(text: string): Token[] {
  return [...text.matchAll(TOKEN)].map(({ 0: part, index }) => ({
    text: part,
    from: index,
    to: index + part.length,
  }))
}

/** The figures above the table, each of which filters it. */
export const FIGURES = ['ready', 'starting', 'ending'] as const

export type Figure = (typeof FIGURES)[number]

/** The part of the text that each figure stands for. */
export const FIGURE_TOKENS = {
  ready: 'status:ready',
  starting: 'status:starting',
  ending: 'left<10m',
} as const satisfies Record<Figure, string>

/** Returns the first figure that the text filters by; null for none. */
export function figureOf(text: string): Figure | null {
  const parts = new Set(tokensOf(text).map((token) => token.text))
  return FIGURES.find((figure) => parts.has(FIGURE_TOKENS[figure])) ?? null
}

/** Returns the text with one figure in place of all others. @param figure null for none */
export function withFigure(text: string, figure: Figure | null): string {
  const figures: readonly string[] = Object.values(FIGURE_TOKENS)
  const rest = tokensOf(text)
    .map((token) => token.text)
    .filter((part) => !figures.includes(part))
  return [...(figure === null ? [] : [FIGURE_TOKENS[figure]]), ...rest].join(' ')
}
