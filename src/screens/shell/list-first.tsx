import { createContext, type ReactNode, Suspense, use, useEffect, useState } from 'react'
import { useFleet } from '../../sessions/fleet.tsx'
import { fetchOperations } from '../../sessions/use-session-actions.ts'
import { lazyPart } from '../../ui/lazy-part.ts'
import { t } from '../../i18n/t.ts'
import type * as Parts from '../after-list.ts'
import { Boundary } from './boundary.tsx'

/** What a slow list may delay the rest of the page by, ms. */
const PATIENCE_MS = 3000

/** What a missing key may delay it by, ms: another tab, if there is one, sends its keys. */
const KEY_PATIENCE_MS = 300

/** Waits before the parts are fetched again after a failure, ms. Then the user is told. */
const FETCH_AGAIN_AFTER_MS = [1000, 2000, 4000]

type AfterList = {
  /** The list is on screen: its first rows, or that there are none. */
  isListDrawn: boolean
  /** null until they are fetched. */
  parts: typeof Parts | null
  setParts: (parts: typeof Parts) => void
}

export const AfterListContext = createContext<AfterList>({
  isListDrawn: false,
  parts: null,
  setParts: () => {},
})

/** The parts that come after the list; null until they are there. */
export function useAfterList(): typeof Parts | null {
  return use(AfterListContext).parts
}

/** Holds back what the list does not need until the list is on screen. */
export function ListFirst({ children }: { children: ReactNode }) {
  const { rows, endpoints } = useFleet()
  const isLoading = endpoints.some(({ status }) => status === 'loading')
  const isLocked = endpoints.some(({ status }) => status === 'locked')
  const patienceMs =
    rows.length > 0 ? 0 : isLoading ? PATIENCE_MS : isLocked ? KEY_PATIENCE_MS : 0
  const [isListDrawn, setIsListDrawn] = useState(false)
  const [parts, setParts] = useState<typeof Parts | null>(null)
  useEffect(() => {
    // A timer and no frame: a hidden tab draws no frames, and its alerts must work too.
    const timer = setTimeout(() => setIsListDrawn(true), patienceMs)
    return () => clearTimeout(timer)
  }, [patienceMs])
  return (
    <AfterListContext value={{ isListDrawn, parts, setParts }}>{children}</AfterListContext>
  )
}

/**
 * Shows the alert center once the list is on screen. With its code come all parts that
 * {@link useAfterList} gives to others, so that a failed fetch is shown once, and repeated once.
 */
export function AlertCenterAfterList() {
  const { isListDrawn, setParts } = use(AfterListContext)
  return (
    isListDrawn && (
      <Suspense>
        <FetchedAlertCenter onFetched={setParts} />
      </Suspense>
    )
  )
}

const FetchedAlertCenter = lazyPart<{ onFetched: (parts: typeof Parts) => void }>(async () => {
  const parts = await fetchParts()
  return {
    default: function AlertCenterWithParts({ onFetched }) {
      useEffect(() => {
        onFetched(parts)
        // What is used before it is there is asked for again.
        for (const next of [fetchOperations(), import('../panels.ts')]) next.catch(() => {})
      }, [onFetched])
      // A crash of the alert center must not keep the other parts from being given out.
      return (
        <Boundary name={t('notice.region')}>
          <parts.AlertCenter />
        </Boundary>
      )
    },
  }
})

/** Fetches the parts, in several tries: without them nobody is alerted of an end. */
async function fetchParts(): Promise<typeof Parts> {
  for (const waitMs of FETCH_AGAIN_AFTER_MS) {
    try {
      return await import('../after-list.ts')
    } catch {
      await new Promise((resolve) => setTimeout(resolve, waitMs))
    }
  }
  return import('../after-list.ts')
}
