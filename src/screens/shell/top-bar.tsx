import { Link, useLocation } from 'react-router'
import { type MessageId, t } from '../../i18n/t.ts'
import { paths } from '../../paths.ts'
import { accountsStore } from '../../accounts/accounts.ts'
import {
  type Preferences,
  setPreferences,
  preferencesStore,
} from '../../runtime/preferences.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { CallsChip } from '../calls/calls-chip.tsx'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'

const themes: { theme: Preferences['theme']; icon: IconName; name: MessageId }[] = [
  { theme: 'system', icon: 'display', name: 'theme.system' },
  { theme: 'light', icon: 'sun', name: 'theme.light' },
  { theme: 'dark', icon: 'moon', name: 'theme.dark' },
]

/** The bar at the top: name, accounts, calls, and links to the pages. */
export function TopBar() {
  const { search } = useLocation()
  const accounts = useRuntimeStore(accountsStore, (state) => state.accounts)
  const regionCount = new Set(accounts.flatMap(({ endpoints }) => endpoints)).size
  return (
    <header className="bg-bar border-line flex h-12 shrink-0 items-center gap-1 border-b px-3 sm:gap-2 sm:px-4">
      <Link
        to={{ pathname: paths.home, search }}
        className="flex items-center gap-2 rounded pr-1 font-medium"
      >
        <Logo />
        <span className="sr-only truncate lg:not-sr-only">{t('app.name')}</span>
      </Link>
      {accounts.length > 0 && (
        <Link
          to={{ pathname: paths.accounts, search }}
          className={`${buttonClass('quiet')} min-w-0 px-2!`}
          title={t('topBar.accounts')}
        >
          <Icon name="key" />
          <span className="truncate max-sm:sr-only">
            {t('topBar.scope', { accounts: accounts.length, regions: regionCount })}
          </span>
        </Link>
      )}
      <span className="flex-1" />
      {accounts.length > 0 && <CallsChip />}
      {accounts.length > 0 && (
        <Link
          to={{ pathname: paths.history, search }}
          className={`${buttonClass('quiet')} px-2!`}
          aria-label={t('topBar.history')}
          title={t('topBar.history')}
        >
          <Icon name="history" />
        </Link>
      )}
      <Link
        to={{ pathname: paths.settings, search }}
        className={`${buttonClass('quiet')} px-2!`}
        aria-label={t('topBar.settings')}
        title={t('topBar.settings')}
      >
        <Icon name="settings" />
      </Link>
      <ThemeButton />
      {accounts.length > 0 && (
        <Link to={{ pathname: paths.newSession, search }} className={buttonClass('primary')}>
          <Icon name="plus" />
          {t('topBar.newSession')}
        </Link>
      )}
    </header>
  )
}

function Logo() {
  return (
    <svg
      viewBox="0 0 16 16"
      className="text-accent size-5 fill-none stroke-current"
      aria-hidden="true"
    >
      <path d="M3.5 12.5a6.2 6.2 0 1 1 9 0" strokeWidth="2" strokeLinecap="round" />
      <path d="M8 8.5 11 5" strokeWidth="2" strokeLinecap="round" />
    </svg>
  )
}

/** Switches to the next of the three themes. */
function ThemeButton() {
  const runtime = useRuntime()
  const current = useRuntimeStore(preferencesStore, (state) => state.theme)
  const index = themes.findIndex(({ theme }) => theme === current)
  const shown = themes[index] ?? themes[0]
  const next = themes[(index + 1) % themes.length]
  if (!shown || !next) return null
  const label = t('theme.switch', { current: t(shown.name), next: t(next.name) })
  return (
    <button
      type="button"
      className={`${buttonClass('quiet')} px-2!`}
      aria-label={label}
      title={label}
      onClick={() => setPreferences(runtime, { theme: next.theme })}
    >
      <Icon name={shown.icon} />
    </button>
  )
}
