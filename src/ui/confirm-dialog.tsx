import { type ReactNode, useId } from 'react'
import { createPortal } from 'react-dom'
import { t } from '../i18n/t.ts'
import { Button } from './button.tsx'
import { useModal } from './use-modal.ts'

/**
 * Asks before something that can't be undone. Uses the platform's dialog, which traps the
 * focus, returns it, and closes on Escape. When the control that it came from is gone by then,
 * the focus goes to one nearby.
 */
export function ConfirmDialog({
  title,
  children,
  confirmLabel,
  cancelLabel = t('action.cancel'),
  onConfirm,
  onClose,
}: {
  title: string
  children: ReactNode
  confirmLabel: string
  cancelLabel?: string
  onConfirm: () => void
  onClose: () => void
}) {
  const ref = useModal()
  const id = useId()
  // Rendered outside the component that asks: in a table row it would inherit the row's text
  // layout.
  return createPortal(
    <dialog
      ref={ref}
      onClose={onClose}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      className="bg-panel text-text border-line shadow-float m-auto w-[min(30rem,calc(100vw-2rem))] rounded-lg border p-0"
    >
      <div className="grid gap-3 p-5">
        <h2 id={`${id}-title`} className="text-lg font-semibold wrap-anywhere">
          {title}
        </h2>
        <div id={`${id}-text`} className="text-muted grid gap-2">
          {children}
        </div>
        <div className="mt-2 flex justify-end gap-2">
          <Button onClick={() => ref.current?.close()}>{cancelLabel}</Button>
          <Button
            variant="danger"
            onClick={() => {
              onConfirm()
              ref.current?.close()
            }}
          >
            {confirmLabel}
          </Button>
        </div>
      </div>
    </dialog>,
    document.body,
  )
}
