import { BrowserRouter, Route, Routes } from 'react-router'
import { Boundary } from './components/boundary.tsx'
import { t } from './i18n/t.ts'
import { ConsoleLayout } from './pages/console-layout.tsx'
import { PageCrash } from './pages/page-crash.tsx'
import { patterns } from './paths.ts'
import { lazyPart } from './ui/lazy-part.ts'

const accountEditPage = lazyPart(() => import('./pages/account-edit-page.tsx'))

/**
 * All pages, as panels of the one layout that shows the list. Panels come when they are opened: the
 * list is the first thing on screen, and the forms bring a library of their own. The layout's
 * boundary, not the router, waits for their code, so that a failed fetch costs the panel alone.
 */
const PAGES = {
  [patterns.newSession]: lazyPart(() => import('./pages/create-page.tsx')),
  [patterns.session]: lazyPart(() => import('./pages/session-page.tsx')),
  [patterns.extendSession]: lazyPart(() => import('./pages/extend-page.tsx')),
  [patterns.replaceSession]: lazyPart(() => import('./pages/replace-page.tsx')),
  [patterns.accounts]: lazyPart(() => import('./pages/accounts-page.tsx')),
  [patterns.newAccount]: accountEditPage,
  [patterns.account]: lazyPart(() => import('./pages/account-page.tsx')),
  [patterns.editAccount]: accountEditPage,
  [patterns.simulator]: lazyPart(() => import('./pages/simulator-page.tsx')),
  [patterns.history]: lazyPart(() => import('./pages/history-page.tsx')),
  [patterns.calls]: lazyPart(() => import('./pages/calls-page.tsx')),
  [patterns.settings]: lazyPart(() => import('./pages/settings-page.tsx')),
  '*': lazyPart(() => import('./pages/not-found-page.tsx')),
}

/**
 * The console at every address. The router is the declarative one: no page has a loader or an
 * action, and the data router would add 15 kB to the first load.
 */
export const ConsoleRoutes = () => (
  <Boundary name={t('app.name')} frame={(fallback) => <PageCrash>{fallback}</PageCrash>}>
    <BrowserRouter>
      <Routes>
        <Route path="/" element={<ConsoleLayout />}>
          {Object.entries(PAGES).map(([path, Page]) => (
            <Route key={path} path={path} element={<Page />} />
          ))}
        </Route>
      </Routes>
    </BrowserRouter>
  </Boundary>
)
