import { type ReactNode, useState } from 'react'
import {
  UNSAFE_createBrowserHistory as createBrowserHistory,
  unstable_HistoryRouter as HistoryRouter,
} from 'react-router'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { guardedHistory, historyTrail } from './console-history.ts'
import { leaveGuard } from './leave-guard.ts'

/**
 * The router of the console. It is what BrowserRouter is, with a history that asks before a
 * form's entries are lost; the router's own blocker belongs to the data router.
 */
export function ConsoleRouter({ children }: { children: ReactNode }) {
  const runtime = useRuntime()
  const [history] = useState(() =>
    guardedHistory(
      createBrowserHistory({ v5Compat: true }),
      leaveGuard(runtime),
      historyTrail(runtime),
    ),
  )
  return <HistoryRouter history={history}>{children}</HistoryRouter>
}
