import { useLocation, useNavigate } from 'react-router'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { historyTrail } from './console-history.ts'

/** Returns a way to another page that keeps the filter and order of the list in the address. */
export function useGoTo(): (pathname: string) => void {
  const navigate = useNavigate()
  const { search } = useLocation()
  return (pathname) => void navigate({ pathname, search })
}

/**
 * Returns a way to close a page: back to another one, without a new entry in the browser's
 * history.
 */
export function useCloseTo(): (pathname: string) => void {
  const runtime = useRuntime()
  const navigate = useNavigate()
  const { search } = useLocation()
  return (pathname) => {
    const { closeTo } = historyTrail(runtime)
    if (closeTo) closeTo(pathname)
    else void navigate({ pathname, search }, { replace: true })
  }
}

/** Returns a way to a page that takes the place of a form that was submitted. */
export function useReplaceBy(): (pathname: string) => void {
  const navigate = useNavigate()
  const { search } = useLocation()
  return (pathname) => void navigate({ pathname, search }, { replace: true })
}
