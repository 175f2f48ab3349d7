import { createBrowserRouter } from 'react-router'
import { ConsoleLayout } from './pages/console-layout.tsx'
import { patterns } from './paths.ts'
import { RouteError } from './pages/route-error.tsx'
import { lazyPart } from './ui/lazy-part.ts'

/**
 * All pages, as panels of the one layout that shows the list. Panels come when they are opened: the
 * list is the first thing on screen, and the forms bring a library of their own. The layout's
 * boundary, not the router, waits for their code, so that a failed fetch costs the panel alone.
 */
export const createRouter = () =>
  createBrowserRouter([
    {
      path: '/',
      Component: ConsoleLayout,
      ErrorBoundary: RouteError,
      children: [
        {
          path: patterns.newSession,
          Component: lazyPart(() => import('./pages/create-page.tsx')),
        },
        {
          path: patterns.session,
          Component: lazyPart(() => import('./pages/session-page.tsx')),
        },
        {
          path: patterns.extendSession,
          Component: lazyPart(() => import('./pages/extend-page.tsx')),
        },
        {
          path: patterns.replaceSession,
          Component: lazyPart(() => import('./pages/replace-page.tsx')),
        },
        {
          path: patterns.accounts,
          Component: lazyPart(() => import('./pages/accounts-page.tsx')),
        },
        {
          path: patterns.newAccount,
          Component: lazyPart(() => import('./pages/account-edit-page.tsx')),
        },
        {
          path: patterns.account,
          Component: lazyPart(() => import('./pages/account-page.tsx')),
        },
        {
          path: patterns.editAccount,
          Component: lazyPart(() => import('./pages/account-edit-page.tsx')),
        },
        {
          path: patterns.simulator,
          Component: lazyPart(() => import('./pages/simulator-page.tsx')),
        },
        {
          path: patterns.history,
          Component: lazyPart(() => import('./pages/history-page.tsx')),
        },
        { path: patterns.calls, Component: lazyPart(() => import('./pages/calls-page.tsx')) },
        {
          path: patterns.settings,
          Component: lazyPart(() => import('./pages/settings-page.tsx')),
        },
        { path: '*', Component: lazyPart(() => import('./pages/not-found-page.tsx')) },
      ],
    },
  ])
