import { type ReactNode, startTransition, useLayoutEffect, useState } from 'react'
import { Router, UNSAFE_createBrowserHistory as createBrowserHistory } from 'react-router'
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
  const [{ action, location }, setShown] = useState(() => ({
    action: history.action,
    location: history.location,
  }))
  useLayoutEffect(
    () => history.listen((next) => startTransition(() => setShown(next))),
    [history],
  )
  return (
    <Router location={location} navigationType={action} navigator={history}>
      {children}
    </Router>
  )
}
