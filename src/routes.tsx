import { BrowserRouter, Route, Routes } from 'react-router'
import { Boundary } from './screens/shell/boundary.tsx'
import { t } from './i18n/t.ts'
import { ConsoleLayout } from './screens/shell/console-layout.tsx'
import { PageCrash } from './screens/shell/page-crash.tsx'
import { patterns } from './paths.ts'
import { lazyPart } from './ui/lazy-part.ts'

const accountEditPage = lazyPart(() => import('./screens/accounts/account-edit-page.tsx'))

/**
 * All pages, as panels of the one layout that shows the list. Panels come when they are opened: the
 * list is the first thing on screen, and the forms bring a library of their own. The layout's
 * boundary, not the router, waits for their code, so that a failed fetch costs the panel alone.
 */
const PAGES = {
  [patterns.newSession]: lazyPart(() => import('./screens/starts/create-page.tsx')),
  [patterns.session]: lazyPart(() => import('./screens/sessions/session-page.tsx')),
  [patterns.extendSession]: lazyPart(() => import('./screens/sessions/extend-page.tsx')),
  [patterns.replaceSession]: lazyPart(() => import('./screens/starts/replace-page.tsx')),
  [patterns.accounts]: lazyPart(() => import('./screens/accounts/accounts-page.tsx')),
  [patterns.newAccount]: accountEditPage,
  [patterns.account]: lazyPart(() => import('./screens/accounts/account-page.tsx')),
  [patterns.editAccount]: accountEditPage,
  [patterns.simulator]: lazyPart(() => import('./screens/simulator/simulator-page.tsx')),
  [patterns.history]: lazyPart(() => import('./screens/history/history-page.tsx')),
  [patterns.calls]: lazyPart(() => import('./screens/calls/calls-page.tsx')),
  [patterns.settings]: lazyPart(() => import('./screens/settings/settings-page.tsx')),
  '*': lazyPart(() => import('./screens/shell/not-found-page.tsx')),
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
