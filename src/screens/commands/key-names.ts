import { type MessageId, t } from '../../i18n/t.ts'

/** How keys are named on screen. */

const NAMES: Record<string, MessageId> = {
  ' ': 'key.space',
  Enter: 'key.enter',
  Escape: 'key.escape',
  Home: 'key.home',
  End: 'key.end',
  Shift: 'key.shift',
  ArrowUp: 'key.up',
  ArrowDown: 'key.down',
}

/** Whether Command takes the place of Ctrl here. */
export function isApple(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent)
}

/** Returns the parts of a key as its caps name them: `Mod+k` as Ctrl and K. */
export function keyCaps(key: string): readonly string[] {
  return key.split(/(?<=.)\+/).map((part) => {
    if (part === 'Mod') return t(isApple() ? 'key.command' : 'key.control')
    const name = NAMES[part]
    return name ? t(name) : part.toUpperCase()
  })
}
