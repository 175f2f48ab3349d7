import { type ReactNode, useId } from 'react'
import { createPortal } from 'react-dom'
import { useModal } from './use-modal.ts'

/**
 * A dialog over the page. Uses the platform's dialog, which traps the focus, returns it, and closes
 * on Escape. When the control that it came from is gone by then, the focus goes to one nearby.
 * @param props `actions`: its buttons, which close it by {@link closeModal}
 */
export function ModalDialog({
  title,
  children,
  actions,
  onClose,
}: {
  title: string
  children: ReactNode
  actions: ReactNode
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
        <div id={`${id}-text`} className="text-muted grid min-w-0 gap-2">
          {children}
        </div>
        <div className="mt-2 flex flex-wrap justify-end gap-2">{actions}</div>
      </div>
    </dialog>,
    document.body,
  )
}

/** Closes the dialog around an element. */
export function closeModal(element: Element): void {
  element.closest('dialog')?.close()
}
