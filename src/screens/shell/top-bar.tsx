import { useLocation } from 'react-router'
import { PageLink } from './page-link.tsx'
import { t } from '../../i18n/t.ts'
import { paths } from '../../paths.ts'
import { type Account, accountsStore } from '../../accounts/accounts.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { useAfterList } from './list-first.tsx'
import { NavLinks } from './nav-links.tsx'

/** The bar at the top: what is shown, the main pages, the budget of calls, and a new session. */
export function TopBar() {
  const { search } = useLocation()
  const accounts = useRuntimeStore(accountsStore, (state) => state.accounts)
  const hasAccounts = accounts.length > 0
  const parts = useAfterList()
  return (
    <header className="bg-bar border-line flex h-12 shrink-0 items-center gap-1 border-b px-3 sm:gap-2 sm:px-4">
      {/* For the mouse only: the link "Sessions" beside it leads to the same place. */}
      <PageLink to={paths.home} tabIndex={-1} aria-hidden="true">
        <Logo />
      </PageLink>
      {hasAccounts && (
        <PageLink
          to={{ pathname: paths.accounts, search }}
          className={`${buttonClass('quiet')} min-w-0 justify-start px-2!`}
          title={t('topBar.accounts')}
        >
          <span className="sr-only">{t('topBar.accounts')}: </span>
          <span className="truncate font-medium">{scopeText(accounts)}</span>
        </PageLink>
      )}
      <NavLinks hasAccounts={hasAccounts} place="header" />
      <span className="flex-1" />
      {/* Their places are kept, so that nothing moves when their code has come. */}
      <span className="flex w-8 shrink-0 pointer-coarse:w-10">
        {parts && <parts.PaletteButton />}
      </span>
      {hasAccounts && (
        <span className="flex min-w-8 shrink-0 justify-end">
          {parts && <parts.CallsChip />}
        </span>
      )}
      {accounts.some(({ simulatedSpeed }) => simulatedSpeed !== null) && (
        <PageLink
          to={{ pathname: paths.simulator, search }}
          title={t('topBar.simulator')}
          className="border-starting/60 text-starting hover:bg-hover inline-flex h-6 shrink-0 items-center rounded-full border px-2 text-xs font-medium pointer-coarse:h-10"
        >
          {t('topBar.simulatorBadge')}
        </PageLink>
      )}
      {hasAccounts && (
        <PageLink
          to={{ pathname: paths.newSession, search }}
          data-shortcut="newSession"
          className={`${buttonClass('primary')} shrink-0 max-sm:w-10 max-sm:px-0!`}
        >
          <Icon name="plus" />
          <span className="max-sm:sr-only">{t('topBar.newSession')}</span>
        </PageLink>
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

/** Returns whose sessions are shown: the name of the only account, or how many there are. */
function scopeText(accounts: readonly Account[]): string {
  const regions = new Set(accounts.flatMap(({ endpoints }) => endpoints)).size
  const [only] = accounts
  return accounts.length === 1 && only
    ? t('topBar.scopeOne', { name: only.name, regions })
    : t('topBar.scope', { accounts: accounts.length, regions })
}
