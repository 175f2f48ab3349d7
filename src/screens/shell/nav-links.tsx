import { useLocation } from 'react-router'
import { PageLink } from './page-link.tsx'
import { type MessageId, t } from '../../i18n/t.ts'
import { paths } from '../../paths.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'

type Destination = 'sessions' | 'timeline' | 'history' | 'activity' | 'settings'

const destinations: Record<
  Destination,
  { pathname: string; icon: IconName; name: MessageId; needsAccount: boolean }
> = {
  sessions: { pathname: paths.home, icon: 'rows', name: 'nav.sessions', needsAccount: false },
  timeline: { pathname: paths.home, icon: 'bars', name: 'nav.timeline', needsAccount: true },
  history: {
    pathname: paths.history,
    icon: 'history',
    name: 'nav.history',
    needsAccount: true,
  },
  activity: {
    pathname: paths.activity,
    icon: 'activity',
    name: 'nav.activity',
    needsAccount: true,
  },
  settings: {
    pathname: paths.settings,
    icon: 'settings',
    name: 'nav.settings',
    needsAccount: false,
  },
}

/**
 * The links to the main pages, in words; icon and word each in the bar at the bottom of a phone.
 * All of them keep the filter and order of the list.
 */
export function NavLinks({
  hasAccounts,
  place,
}: {
  hasAccounts: boolean
  place: 'header' | 'bottom'
}) {
  const { pathname, search } = useLocation()
  const current = currentDestination(pathname, search)
  const isBottom = place === 'bottom'
  return (
    <nav
      aria-label={t('nav.region')}
      className={
        isBottom
          ? 'bg-bar border-line flex h-14 shrink-0 border-t sm:hidden'
          : 'flex h-full shrink-0 max-sm:hidden'
      }
    >
      {(Object.keys(destinations) as Destination[]).map((each) => {
        const { pathname: to, icon, name, needsAccount } = destinations[each]
        if (needsAccount && !hasAccounts) return null
        return (
          <PageLink
            key={each}
            data-shortcut={each}
            to={{ pathname: to, search: searchFor(each, search) }}
            aria-current={each === current ? 'page' : undefined}
            className={isBottom ? bottomClass : headerClass}
          >
            {isBottom && <Icon name={icon} className="size-5" />}
            {t(name)}
          </PageLink>
        )
      })}
    </nav>
  )
}

const headerClass =
  'text-muted hover:text-text aria-[current]:text-text relative flex items-center px-2 text-sm -outline-offset-4 aria-[current]:font-medium aria-[current]:after:absolute aria-[current]:after:inset-x-2 aria-[current]:after:bottom-0 aria-[current]:after:h-0.5 aria-[current]:after:bg-accent lg:px-2.5'

const bottomClass =
  'text-muted aria-[current]:text-accent flex min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-xs -outline-offset-4 aria-[current]:font-medium'

function currentDestination(pathname: string, search: string): Destination | null {
  if (pathname.startsWith(paths.history)) return 'history'
  if (pathname.startsWith(paths.activity)) return 'activity'
  if (pathname.startsWith(paths.settings)) return 'settings'
  const isList = pathname === paths.home || pathname.startsWith('/sessions/')
  if (!isList) return null
  return new URLSearchParams(search).get('view') === 'timeline' ? 'timeline' : 'sessions'
}

/** Returns the query of a link: the view is part of it, and the rest stays as it is. */
function searchFor(destination: Destination, search: string): string {
  const params = new URLSearchParams(search)
  if (destination === 'sessions') params.delete('view')
  if (destination === 'timeline') params.set('view', 'timeline')
  return params.toString()
}
