import { Route, Routes } from 'react-router'
import { Boundary } from './screens/shell/boundary.tsx'
import { t } from './i18n/t.ts'
import { ConsoleLayout } from './screens/shell/console-layout.tsx'
import { ConsoleRouter } from './screens/shell/console-router.tsx'
import { PageCrash } from './screens/shell/page-crash.tsx'
import { patterns } from './paths.ts'
import type * as Panels from './screens/panels.ts'
import { lazyPart } from './ui/lazy-part.ts'

/** A panel, loaded when it is opened before the layout has loaded all of them. */
function panel(name: keyof typeof Panels) {
  return lazyPart(async () => ({ default: (await import('./screens/panels.ts'))[name] }))
}

const accountEditPage = panel('AccountEditPage')

/**
 * All pages, as panels of the layout that shows the list. The layout's boundary waits for their
 * code instead of the router, so that a failed load affects only the panel.
 */
const PAGES = {
  [patterns.newSession]: panel('CreatePage'),
  [patterns.session]: panel('SessionPage'),
  [patterns.extendSession]: panel('ExtendPage'),
  [patterns.replaceSession]: panel('ReplacePage'),
  [patterns.accounts]: panel('AccountsPage'),
  [patterns.newAccount]: accountEditPage,
  [patterns.account]: panel('AccountPage'),
  [patterns.editAccount]: accountEditPage,
  [patterns.simulator]: lazyPart(() => import('./screens/simulator/simulator-page.tsx')),
  [patterns.history]: panel('HistoryPage'),
  [patterns.activity]: panel('CallsPage'),
  [patterns.calls]: panel('CallsMoved'),
  [patterns.settings]: panel('SettingsPage'),
  '*': panel('NotFoundPage'),
}

/**
 * The console at every address. The router is the declarative one: no page has a loader or an
 * action, and the data router would add 15 kB to the first load.
 */
export function ConsoleRoutes() {
  return (
    <Boundary name={t('app.name')} frame={(fallback) => <PageCrash>{fallback}</PageCrash>}>
      <ConsoleRouter>
        <Routes>
          <Route path="/" element={<ConsoleLayout />}>
            {Object.entries(PAGES).map(([path, Page]) => (
              <Route key={path} path={path} element={<Page />} />
            ))}
          </Route>
        </Routes>
      </ConsoleRouter>
    </Boundary>
  )
}
