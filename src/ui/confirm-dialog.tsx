import type { ReactNode } from 'react'
import { t } from '../i18n/t.ts'
import { Button } from './button.tsx'
import { closeModal, ModalDialog } from './modal-dialog.tsx'

/** Asks before something that can't be undone. */
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
  return (
    <ModalDialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={({ currentTarget }) => closeModal(currentTarget)}>
            {cancelLabel}
          </Button>
          <Button
            variant="danger"
            onClick={({ currentTarget }) => {
              onConfirm()
              closeModal(currentTarget)
            }}
          >
            {confirmLabel}
          </Button>
        </>
      }
    >
      {children}
    </ModalDialog>
  )
}
