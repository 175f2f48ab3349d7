import { createBrowserRouter } from 'react-router'
import { ConsoleLayout } from './pages/console-layout.tsx'
import { patterns } from './paths.ts'
import { RouteError } from './pages/route-error.tsx'

// Panels come with the route that opens them: the list is the first thing on screen, and the
// forms bring a library of their own.
const lazyPage = (load: () => Promise<{ default: React.ComponentType }>) => async () => ({
  Component: (await load()).default,
})

/** All pages, as panels of the one layout that shows the list. */
export const createRouter = () =>
  createBrowserRouter([
    {
      path: '/',
      Component: ConsoleLayout,
      ErrorBoundary: RouteError,
      HydrateFallback: () => null,
      children: [
        { path: patterns.newSession, lazy: lazyPage(() => import('./pages/create-page.tsx')) },
        { path: patterns.session, lazy: lazyPage(() => import('./pages/session-page.tsx')) },
        {
          path: patterns.extendSession,
          lazy: lazyPage(() => import('./pages/extend-page.tsx')),
        },
        {
          path: patterns.replaceSession,
          lazy: lazyPage(() => import('./pages/replace-page.tsx')),
        },
        { path: patterns.accounts, lazy: lazyPage(() => import('./pages/accounts-page.tsx')) },
        {
          path: patterns.newAccount,
          lazy: lazyPage(() => import('./pages/account-edit-page.tsx')),
        },
        { path: patterns.account, lazy: lazyPage(() => import('./pages/account-page.tsx')) },
        {
          path: patterns.editAccount,
          lazy: lazyPage(() => import('./pages/account-edit-page.tsx')),
        },
        {
          path: patterns.simulator,
          lazy: lazyPage(() => import('./pages/simulator-page.tsx')),
        },
        { path: patterns.history, lazy: lazyPage(() => import('./pages/history-page.tsx')) },
        { path: patterns.calls, lazy: lazyPage(() => import('./pages/calls-page.tsx')) },
        { path: patterns.settings, lazy: lazyPage(() => import('./pages/settings-page.tsx')) },
        { path: '*', lazy: lazyPage(() => import('./pages/not-found-page.tsx')) },
      ],
    },
  ])
