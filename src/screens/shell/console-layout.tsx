import { Suspense } from 'react'
import { Outlet, useLocation, useOutlet } from 'react-router'
import { Boundary } from './boundary.tsx'
import { TopBar } from './top-bar.tsx'
import { NavLinks } from './nav-links.tsx'
import { LoadingNotice } from '../alerts/loading-notice.tsx'
import { SkipLink } from './skip-link.tsx'
import { AlertCenterAfterList, ListFirst, useAfterList } from './list-first.tsx'
import { t } from '../../i18n/t.ts'
import { accountsStore } from '../../accounts/accounts.ts'
import { useFleet } from '../../sessions/fleet.tsx'
import SessionList from '../sessions/session-list-view.tsx'
import { lazyPart } from '../../ui/lazy-part.ts'
import { useFocusReturn } from './use-focus-return.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { useMedia } from '../../ui/use-media.ts'

/** Where the panel stands beside the list (Tailwind's `lg`). Elsewhere it takes the list's place. */
const HAS_ROOM_FOR_BOTH = '(width >= 64rem)'

// Shown only before the first account is added.
const WelcomePage = lazyPart(() => import('../simulator/welcome-page.tsx'))

/** The frame of every page: the bar, the list, and the panel of the route beside it. */
export function ConsoleLayout() {
  const panel = useOutlet()
  const { pathname } = useLocation()
  useFocusReturn()
  const isBeside = useMedia(HAS_ROOM_FOR_BOTH)
  const hasAccounts = useRuntimeStore(accountsStore, (state) => state.accounts.length > 0)
  return (
    <ListFirst>
      <div className="flex h-full flex-col">
        {hasAccounts && <SkipLink />}
        <Boundary name={t('app.name')}>
          <TopBar />
        </Boundary>
        <NoticeFrame />
        <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)_auto] lg:grid-cols-[minmax(0,1fr)_auto]">
          <div
            className={`col-start-1 row-start-1 min-h-0 min-w-0 ${panel === null ? 'flex' : 'hidden lg:flex'} flex-col`}
          >
            <Boundary
              name={t('list.name')}
              frame={(fallback) => (
                <main>
                  <h1 className="sr-only">{t('list.name')}</h1>
                  {fallback}
                </main>
              )}
            >
              <Suspense>{hasAccounts ? <SessionList /> : <WelcomePage />}</Suspense>
            </Boundary>
          </div>
          {panel !== null && (
            <div
              key={pathname.split('/')[1]}
              // A page has exactly one main part, and the list that it hides is none.
              role={isBeside ? 'complementary' : 'main'}
              aria-label={t('panel.region')}
              className="appear col-start-1 row-start-1 flex min-h-0 w-full min-w-0 lg:col-start-2 lg:row-span-2 lg:w-[29rem] xl:w-[32rem]"
            >
              <Boundary
                name={t('panel.region')}
                content={pathname}
                frame={(fallback) => (
                  <>
                    <h1 className="sr-only">{t('panel.region')}</h1>
                    {fallback}
                  </>
                )}
              >
                <Suspense>
                  <Outlet />
                </Suspense>
              </Boundary>
            </div>
          )}
          <div className="col-start-1 row-start-2 min-w-0">
            <Boundary name={t('toast.region')}>
              <ToastsAfterList />
            </Boundary>
          </div>
        </div>
        <NavLinks hasAccounts={hasAccounts} place="bottom" />
        <KeyboardAfterList />
      </div>
    </ListFirst>
  )
}

/**
 * The bar of notices: always there and always as high, so that nothing below it ever moves. What it
 * says comes after the list.
 */
function NoticeFrame() {
  const { endpoints } = useFleet()
  const parts = useAfterList()
  return (
    <section
      aria-label={t('notice.region')}
      className="border-line relative z-20 flex h-10 shrink-0 pointer-coarse:h-12 items-center justify-end border-b pr-2 sm:pr-3"
    >
      <Boundary name={t('notice.region')}>
        {!parts && <LoadingNotice endpoints={endpoints} />}
        <AlertCenterAfterList />
      </Boundary>
      <div className="relative max-sm:[&_span]:sr-only">
        {parts && <parts.RefreshStatus endpoints={endpoints} />}
      </div>
    </section>
  )
}

/** A shortcut works on what the list shows. */
function KeyboardAfterList() {
  const parts = useAfterList()
  return parts && <parts.Keyboard />
}

/** The first message can only be about something that the user did with the list. */
function ToastsAfterList() {
  const parts = useAfterList()
  return parts && <parts.Toasts />
}
