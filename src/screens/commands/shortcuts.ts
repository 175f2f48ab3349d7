import type { MessageId } from '../../i18n/t.ts'

/** Every shortcut of the console: what the keys do, and what the help sheet shows. Pure. */

/** What a shortcut does, and by which key the page finds its control. */
export type ShortcutId =
  | 'palette'
  | 'help'
  | 'filter'
  | 'newSession'
  | 'refresh'
  | 'undo'
  | 'sessions'
  | 'timeline'
  | 'history'
  | 'activity'
  | 'down'
  | 'up'
  | 'extend'
  | 'stop'
  | 'move'
  | 'ends'
  | 'open'
  | 'select'
  | 'range'
  | 'all'
  | 'clear'

/** How a shortcut acts. */
type ShortcutAct =
  /** It presses the control that is marked with its ID, in the focused row or on the page. */
  | 'press'
  /** It moves the focus to that control. */
  | 'focus'
  /** It does what an arrow key does. */
  | 'arrow'
  /** It opens a layer over the page. */
  | 'open'
  /** It cancels the newest action that waits. */
  | 'undo'
  /** The table handles it. It is listed here for the help sheet. */
  | 'table'

/** The parts of the help sheet, in their order. */
export const SHORTCUT_GROUPS = ['anywhere', 'goTo', 'row', 'selection'] as const

export type Shortcut = {
  id: ShortcutId
  /**
   * The keys, pressed one after the other. `Mod` is Ctrl, and Command on Apple's systems. A key is
   * named as in KeyboardEvent.key.
   */
  keys: readonly string[]
  act: ShortcutAct
  group: (typeof SHORTCUT_GROUPS)[number]
  title: MessageId
}

/** All shortcuts, in the order of the help sheet. */
export const SHORTCUTS: readonly Shortcut[] = [
  shortcut('palette', ['Mod+k'], 'open', 'anywhere', 'command.name'),
  shortcut('help', ['?'], 'open', 'anywhere', 'shortcut.help'),
  shortcut('filter', ['/'], 'focus', 'anywhere', 'list.filter'),
  shortcut('newSession', ['n'], 'press', 'anywhere', 'topBar.newSession'),
  shortcut('refresh', ['r'], 'press', 'anywhere', 'refresh.action'),
  shortcut('undo', ['u'], 'undo', 'anywhere', 'shortcut.undo'),
  shortcut('sessions', ['g', 's'], 'press', 'goTo', 'nav.sessions'),
  shortcut('timeline', ['g', 't'], 'press', 'goTo', 'nav.timeline'),
  shortcut('history', ['g', 'h'], 'press', 'goTo', 'nav.history'),
  shortcut('activity', ['g', 'a'], 'press', 'goTo', 'nav.activity'),
  shortcut('down', ['j'], 'arrow', 'row', 'shortcut.down'),
  shortcut('up', ['k'], 'arrow', 'row', 'shortcut.up'),
  shortcut('move', ['ArrowUp', 'ArrowDown'], 'table', 'row', 'shortcut.move'),
  shortcut('ends', ['Home', 'End'], 'table', 'row', 'shortcut.ends'),
  shortcut('open', ['Enter'], 'table', 'row', 'shortcut.open'),
  shortcut('extend', ['e'], 'press', 'row', 'shortcut.extend'),
  shortcut('stop', ['s'], 'press', 'row', 'shortcut.stop'),
  shortcut('select', [' '], 'table', 'selection', 'shortcut.select'),
  shortcut(
    'range',
    ['Shift+ArrowUp', 'Shift+ArrowDown'],
    'table',
    'selection',
    'shortcut.range',
  ),
  shortcut('all', ['Mod+a'], 'table', 'selection', 'select.all'),
  shortcut('clear', ['Escape'], 'table', 'selection', 'shortcut.clear'),
]

function shortcut(
  id: ShortcutId,
  keys: readonly string[],
  act: ShortcutAct,
  group: Shortcut['group'],
  title: MessageId,
): Shortcut {
  return { id, keys, act, group, title }
}

/**
 * Whether a shortcut consists of characters only, and so can be pressed by accident or by speech.
 * Users can turn these off (WCAG 2.1.4).
 */
export function isSingleKey({ keys, act }: Shortcut): boolean {
  return act !== 'table' && keys.every((key) => key.length === 1)
}

/** Whether holding the key down repeats the shortcut. No action on a session is repeated. */
function isRepeated({ act }: Shortcut): boolean {
  return act === 'arrow'
}

/** Where a key was pressed: in a field for text, in a dialog or menu, or elsewhere on the page. */
export type KeyPlace = 'page' | 'text' | 'layer'

/** A pressed key. */
export type Press = Pick<
  KeyboardEvent,
  'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'repeat' | 'isComposing'
> & {
  /** Monotonic, ms. */
  atMs: number
}

/** The first key of a sequence; null when none was pressed. */
export type Prefix = { key: string; atMs: number } | null

/** The second key of a sequence must follow within this time, ms. */
const SEQUENCE_WITHIN_MS = 1500

/**
 * Finds the shortcut of a pressed key.
 * @param where `prefix`: the key before, as the last call returned it; `hasSingleKeys`: the user
 *   has not turned them off; `isApple`: Command takes the place of Ctrl
 * @returns the shortcut, null when there is none, and the prefix for the next key
 */
export function readKey(
  press: Press,
  where: { place: KeyPlace; prefix: Prefix; hasSingleKeys: boolean; isApple: boolean },
): { shortcut: Shortcut | null; prefix: Prefix } {
  const none = { shortcut: null, prefix: null }
  const name = nameOf(press, where.isApple)
  if (name === null || where.place === 'layer') return none
  if (name.startsWith('Mod+')) return { shortcut: find([name]), prefix: null }
  if (where.place === 'text' || !where.hasSingleKeys) return none
  const { prefix } = where
  const isSecond = prefix !== null && press.atMs - prefix.atMs <= SEQUENCE_WITHIN_MS
  // After the first key of a sequence no other shortcut counts: "g", "s" must never stop anything.
  if (isSecond)
    return press.repeat
      ? { shortcut: null, prefix }
      : { shortcut: find([prefix.key, name]), prefix: null }
  if (SHORTCUTS.some(({ keys }) => keys.length === 2 && keys[0] === name && isLetter(name)))
    return { shortcut: null, prefix: { key: name, atMs: press.atMs } }
  const found = find([name])
  return {
    shortcut: found && (!press.repeat || isRepeated(found)) ? found : null,
    prefix: null,
  }
}

/** Returns the key as shortcuts name it; null for one that is none, such as Alt with a letter. */
function nameOf(press: Press, isApple: boolean): string | null {
  const { key, ctrlKey, metaKey, altKey, shiftKey, isComposing } = press
  if (isComposing || altKey) return null
  const hasMod = isApple ? metaKey : ctrlKey
  if (ctrlKey || metaKey)
    return hasMod && ctrlKey !== metaKey && !shiftKey && !press.repeat
      ? `Mod+${key.toLowerCase()}`
      : null
  // Signs such as "?" need Shift on many keyboards. A letter with Shift is another key.
  if (isLetter(key)) return shiftKey ? null : key.toLowerCase()
  return key
}

function isLetter(key: string): boolean {
  return /^\p{L}$/u.test(key)
}

function find(keys: readonly string[]): Shortcut | null {
  return (
    SHORTCUTS.find(
      (each) =>
        each.act !== 'table' &&
        each.keys.length === keys.length &&
        each.keys.every((key, index) => key === keys[index]),
    ) ?? null
  )
}
