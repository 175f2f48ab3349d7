import { Suspense } from 'react'
import { Outlet, useLocation, useOutlet } from 'react-router'
import { Boundary } from './boundary.tsx'
import { TopBar } from './top-bar.tsx'
import { NavLinks } from './nav-links.tsx'
import { SkipLink } from './skip-link.tsx'
import { AlertCenterAfterList, ListFirst, useAfterList } from './list-first.tsx'
import { t } from '../../i18n/t.ts'
import { accountsStore } from '../../accounts/accounts.ts'
import SessionList from '../sessions/session-list-view.tsx'
import { lazyPart } from '../../ui/lazy-part.ts'
import { useFocusReturn } from './use-focus-return.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'

// Shown only before the first account is added.
const WelcomePage = lazyPart(() => import('../simulator/welcome-page.tsx'))

/** The frame of every page: the bar, the list, and the panel of the route beside it. */
export function ConsoleLayout() {
  const panel = useOutlet()
  const { pathname } = useLocation()
  useFocusReturn()
  const hasAccounts = useRuntimeStore(accountsStore, (state) => state.accounts.length > 0)
  return (
    <ListFirst>
      <div className="flex h-full flex-col">
        <SkipLink />
        <Boundary name={t('app.name')}>
          <TopBar />
        </Boundary>
        <Boundary name={t('alert.region')}>
          <AlertCenterAfterList />
        </Boundary>
        <div className="flex min-h-0 flex-1">
          <div
            className={`min-h-0 min-w-0 flex-1 ${panel === null ? 'flex' : 'hidden lg:flex'} flex-col`}
          >
            <Boundary name={t('list.name')}>
              <Suspense>{hasAccounts ? <SessionList /> : <WelcomePage />}</Suspense>
            </Boundary>
          </div>
          {panel !== null && (
            <aside
              key={pathname.split('/')[1]}
              aria-label={t('panel.region')}
              className="flex min-h-0 w-full min-w-0 lg:w-[29rem] xl:w-[32rem]"
            >
              <Boundary name={t('panel.region')} content={pathname}>
                <Suspense>
                  <Outlet />
                </Suspense>
              </Boundary>
            </aside>
          )}
        </div>
        <Boundary name={t('toast.region')}>
          <ToastsAfterList />
        </Boundary>
        <NavLinks hasAccounts={hasAccounts} place="bottom" />
      </div>
    </ListFirst>
  )
}

/** The first message can only be about something that the user did with the list. */
function ToastsAfterList() {
  const parts = useAfterList()
  return parts && <parts.Toasts />
}
