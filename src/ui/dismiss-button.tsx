import { t } from '../i18n/t.ts'
import { Button } from './button.tsx'

/**
 * The button that hides a message.
 * @param props `message`: what it hides, for its accessible name
 */
export function DismissButton({ message, onClick }: { message: string; onClick: () => void }) {
  return (
    <Button
      size="small"
      variant="quiet"
      aria-label={t('alert.dismissOf', { alert: message })}
      onClick={onClick}
    >
      {t('alert.dismiss')}
    </Button>
  )
}
