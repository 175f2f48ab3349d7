/**
 * Characters that are invisible or change the order of others: control and format characters,
 * half surrogate pairs, line ends, and everything else without a shape.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/**
 * Makes an external text safe to show. An invisible character is written as its code, such as
 * `\u{202E}`, so that no text looks like another. What is sent and copied is the original text.
 */
export function visibleText(text: string): string {
  return text.replace(
    UNSEEN,
    (unseen) => `\\u{${unseen.codePointAt(0)?.toString(16).toUpperCase()}}`,
  )
}

/** Does the same for a text of several lines. */
export function visibleLines(text: string): string {
  return text.split('\n').map(visibleText).join('\n')
}
