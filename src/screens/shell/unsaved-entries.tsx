import { useEffect, useRef, useSyncExternalStore } from 'react'
import { t } from '../../i18n/t.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { leaveGuard } from './leave-guard.ts'

/**
 * Keeps the entries of a form from being lost: whatever leads away from its page asks first.
 * @param isUnsaved whether leaving would lose something
 * @returns `question` to be drawn by the form, and `release` for the form to leave by itself
 */
export function useUnsavedEntries(isUnsaved: boolean) {
  const guard = leaveGuard(useRuntime())
  const isAsking = useSyncExternalStore(guard.asking.subscribe, guard.asking.getState)
  const release = useRef(() => {})
  // Going back takes a moment, in which the form must not hold its entries again.
  const isReleased = useRef(false)
  useEffect(() => {
    if (!isUnsaved) isReleased.current = false
    if (!isUnsaved || isReleased.current) return
    release.current = guard.hold()
    return () => release.current()
  }, [guard, isUnsaved])
  return {
    release: () => {
      isReleased.current = true
      release.current()
    },
    question: isAsking && (
      <ConfirmDialog
        title={t('unsaved.title')}
        cancelLabel={t('unsaved.keep')}
        confirmLabel={t('unsaved.discard')}
        onConfirm={() => guard.answer(true)}
        onClose={() => guard.answer(false)}
      >
        <p>{t('unsaved.text')}</p>
      </ConfirmDialog>
    ),
  }
}
