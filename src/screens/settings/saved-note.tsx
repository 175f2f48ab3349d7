import { useEffect, useState } from 'react'
import { t } from '../../i18n/t.ts'
import { preferencesStore } from '../../runtime/preferences.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { Icon } from '../../ui/icon.tsx'

const SHOWN_MS = 3000

/** Says that a setting was saved, each time one changes. Its place is always there. */
export function SavedNote() {
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
  return (
    <p
      role="status"
      className={`bg-panel border-line sticky bottom-0 flex h-9 items-center gap-1.5 border-t px-5 text-sm ${
        changes.isFresh ? 'text-ready font-medium' : 'text-muted'
      }`}
    >
      {changes.isFresh && <Icon name="check" />}
      {t(changes.isFresh ? 'settings.saved' : 'settings.savedAlways')}
    </p>
  )
}
