import { createContext, use, useEffect, useState } from 'react'
import { type MessageId, t } from '../../i18n/t.ts'
import { preferencesStore } from '../../runtime/preferences.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { Icon } from '../../ui/icon.tsx'

const SHOWN_MS = 3000

const texts = {
  idle: 'settings.savedAlways',
  saved: 'settings.saved',
  unsaved: 'settings.unsaved',
} as const satisfies Record<string, MessageId>

const looks = {
  idle: 'text-muted',
  saved: 'text-ready font-medium',
  unsaved: 'text-error font-medium',
}

/** Counts the fields whose text can't be saved. */
export const UnsavedContext = createContext<(change: 1 | -1) => void>(() => {})

/** Reports a field whose text isn't saved because of an error, for as long as it has one. */
export function useUnsaved(hasError: boolean): void {
  const count = use(UnsavedContext)
  useEffect(() => {
    if (!hasError) return
    count(1)
    return () => count(-1)
  }, [hasError, count])
}

/**
 * Says that a setting was saved, each time one changes, but not beside a field with an error, whose
 * text isn't. Its place is always there.
 */
export function SavedNote({ unsavedCount }: { unsavedCount: number }) {
  const runtime = useRuntime()
  // Counts the changes, so that each one is shown for its full time.
  const [changes, setChanges] = useState({ count: 0, isFresh: false })
  useEffect(
    () =>
      preferencesStore(runtime).subscribe(() =>
        setChanges(({ count }) => ({ count: count + 1, isFresh: true })),
      ),
    [runtime],
  )
  useEffect(() => {
    const timer = setTimeout(
      () => setChanges((known) => ({ ...known, isFresh: false })),
      SHOWN_MS,
    )
    return () => clearTimeout(timer)
  }, [changes.count])
  const state = unsavedCount > 0 ? 'unsaved' : changes.isFresh ? 'saved' : 'idle'
  return (
    <p
      role="status"
      className={`bg-panel border-line sticky bottom-0 flex h-9 items-center gap-1.5 border-t px-5 text-sm ${
        looks[state]
      }`}
    >
      {state === 'saved' && <Icon name="check" />}
      {t(texts[state])}
    </p>
  )
}
