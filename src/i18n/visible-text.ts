/**
 * Characters that show nothing of themselves, or turn the order of others around: control and
 * format characters, halves of a pair, line ends, and whatever else has no shape.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/**
 * A text from outside as it may be shown: what can't be seen is written as its code, such as
 * `\u{202E}`, so that no text reads as another. The text itself is what is sent and copied.
 */
export function visibleText(text: string): string {
  return text.replace(
    UNSEEN,
    (unseen) => `\\u{${unseen.codePointAt(0)?.toString(16).toUpperCase()}}`,
  )
}

/** The same for a text of several lines. */
export function visibleLines(text: string): string {
  return text.split('\n').map(visibleText).join('\n')
}
