import { accountsStore } from '../../accounts/accounts.ts'
import { type MessageId, t } from '../../i18n/t.ts'
import { paths } from '../../paths.ts'
import {
  type Preferences,
  preferencesStore,
  setPreferences,
} from '../../runtime/preferences.ts'
import type { Runtime } from '../../runtime/runtime.ts'
import { actOnKey, hasControl } from './act-on-key.ts'
import { type Command, command } from './command.ts'
import { isSingleKey, type ShortcutId, SHORTCUTS } from './shortcuts.ts'

/** The commands that concern the page, and no session. */

const THEMES: Record<Preferences['theme'], MessageId> = {
  system: 'command.themeSystem',
  light: 'command.themeLight',
  dark: 'command.themeDark',
}

const DENSITIES: Record<Preferences['density'], MessageId> = {
  comfortable: 'command.rowsComfortable',
  compact: 'command.rowsCompact',
  dense: 'command.rowsDense',
}

/** The shortcuts that are commands too, by their names there. */
const BY_KEY: readonly [ShortcutId, MessageId][] = [
  ['newSession', 'topBar.newSession'],
  ['refresh', 'refresh.action'],
  ['undo', 'shortcut.undo'],
  ['sessions', 'command.sessions'],
  ['timeline', 'command.timeline'],
  ['history', 'command.history'],
  ['activity', 'command.activity'],
  ['help', 'shortcut.help'],
]

/**
 * Returns the commands of the page: those of shortcuts, pages, and settings.
 * @param goTo opens a page of the console
 */
export function pageCommands(
  runtime: Runtime,
  goTo: (pathname: string) => void,
): readonly Command[] {
  const { theme, density } = preferencesStore(runtime).getState()
  return [
    ...BY_KEY.flatMap(([id, title]) => keyCommand(runtime, id, t(title))),
    ...pages(runtime).map(([pathname, title]) =>
      command(`page:${pathname}`, t(title), () => goTo(pathname)),
    ),
    ...entriesOf(THEMES)
      .filter(([each]) => each !== theme)
      .map(([each, title]) =>
        command(`theme:${each}`, t(title), () => setPreferences(runtime, { theme: each })),
      ),
    ...entriesOf(DENSITIES)
      .filter(([each]) => each !== density)
      .map(([each, title]) =>
        command(`rows:${each}`, t(title), () => setPreferences(runtime, { density: each })),
      ),
  ]
}

/** The command of a shortcut; none when the page has nothing that it could act on. */
function keyCommand(runtime: Runtime, id: ShortcutId, title: string): Command[] {
  const shortcut = SHORTCUTS.find((each) => each.id === id)
  if (!shortcut || (shortcut.act === 'press' && !hasControl(id))) return []
  const { hasSingleKeys } = preferencesStore(runtime).getState()
  const keys = hasSingleKeys || !isSingleKey(shortcut) ? shortcut.keys : []
  return [command(`key:${id}`, title, () => void actOnKey(runtime, shortcut), { keys })]
}

/** The pages that no shortcut leads to. */
function pages(runtime: Runtime): readonly [string, MessageId][] {
  const { accounts } = accountsStore(runtime).getState()
  const isSimulated = accounts.some(({ simulatedSpeed }) => simulatedSpeed !== null)
  return [
    [paths.accounts, 'command.accounts'],
    [paths.newAccount, 'command.addAccount'],
    [paths.settings, 'command.settings'],
    ...(isSimulated ? [[paths.simulator, 'command.simulator'] as [string, MessageId]] : []),
  ]
}

function entriesOf<Key extends string>(names: Record<Key, MessageId>): [Key, MessageId][] {
  return Object.entries(names) as [Key, MessageId][]
}
