/** Repeatable choices: the same text always gives the same result, in every tab and run. */

/** A share in [0, 1) chosen by the text. */
export function share(text: string): number {
  return hash(text) / 0x1_0000_0000
}

/** A whole number in [min, max], both included, chosen by the text. */
export function pickNumber(text: string, min: number, max: number): number {
  return min + Math.floor(share(text) * (max - min + 1))
}

/**
 * One item of a list, chosen by the text.
 * @throws RangeError when the list is empty
 */
export function pick<T>(text: string, items: readonly T[]): T {
  const item = items[hash(text) % items.length]
  if (item === undefined) throw new RangeError('Nothing to choose from')
  return item
}

/** The requested number of bytes, chosen by the text. */
export function bytes(text: string, count: number): Uint8Array {
  const result = new Uint8Array(count)
  let word = 0
  for (let i = 0; i < count; i++) {
    if (i % 4 === 0) word = hash(`${text}#${i}`)
    result[i] = word >>> ((i % 4) * 8)
  }
  return result
}

/** Hexadecimal digits, chosen by the text. */
export function hexDigits(text: string, count: number): string {
  return Array.from(bytes(text, Math.ceil(count / 2)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  )
    .join('')
    .slice(0, count)
}

/** A GUID (version 4 form), chosen by the text. */
export function guid(text: string): string {
  const hex = hexDigits(text, 32)
  const variant = pick(text, ['8', '9', 'a', 'b'])
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20),
  ].join('-')
}

/** FNV-1a over UTF-16 units with a final mix, so that texts that differ in one digit spread. */
function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
