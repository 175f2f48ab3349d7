import { t } from '../../i18n/t.ts'
import { visibleText } from '../../i18n/visible-text.ts'
import type { ServiceError } from '../../service/result.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { type ErrorContext, errorHeadline } from './error-text.ts'

/** The technical details of an error, small and copyable. */
export function ErrorTechnical({ error }: { error: ServiceError }) {
  const text = technicalText(error)
  return text === '' ? null : (
    <p className="text-muted flex items-start gap-1 text-xs">
      <span className="font-mono wrap-anywhere">{visibleText(text)}</span>
      <CopyButton text={text} name={t('error.details')} />
    </p>
  )
}

/** An error in full: what happened and what to do, the message of the service, the details. */
export function ErrorDetails({
  error,
  context,
}: {
  error: ServiceError
  context: ErrorContext
}) {
  return (
    <div className="grid gap-1">
      <p>{errorHeadline(error, context)}</p>
      {error.message !== null && (
        <p className="text-sm wrap-anywhere">
          {t('error.serviceSays', { message: error.message })}
        </p>
      )}
      <ErrorTechnical error={error} />
    </div>
  )
}

// The message of the service has a line of its own, so it is not repeated here.
function technicalText(error: ServiceError): string {
  return [
    error.status === null ? null : `HTTP ${error.status}`,
    error.code,
    error.detail,
    error.msCv === null ? null : `MS-CV ${error.msCv}`,
  ]
    .filter((part) => part !== null && part !== '')
    .join(' · ')
}
