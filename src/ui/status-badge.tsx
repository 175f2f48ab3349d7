import { type MessageId, t } from '../i18n/t.ts'
import { visibleText } from '../i18n/visible-text.ts'

type StatusLook = {
  text: MessageId
  className: string
  shape: 'dot' | 'ring' | 'square' | 'cross' | 'dash'
}

const looks: Record<string, StatusLook> = {
  Ready: { text: 'status.Ready', className: 'text-ready', shape: 'dot' },
  Starting: { text: 'status.Starting', className: 'text-starting', shape: 'ring' },
  Stopping: { text: 'status.Stopping', className: 'text-stopping', shape: 'ring' },
  Stopped: { text: 'status.Stopped', className: 'text-ended', shape: 'square' },
  Expired: { text: 'status.Expired', className: 'text-ended', shape: 'dash' },
  Error: { text: 'status.Error', className: 'text-error', shape: 'cross' },
}

const shapes = {
  dot: <circle cx="6" cy="6" r="4" fill="currentColor" stroke="none" />,
  ring: <path d="M6 2a4 4 0 1 1-4 4" />,
  square: (
    <rect x="2.5" y="2.5" width="7" height="7" rx="1" fill="currentColor" stroke="none" />
  ),
  cross: <path d="m2.5 2.5 7 7m0-7-7 7" />,
  dash: <path d="M6 2v4l2.5 2M6 10.2A4.2 4.2 0 1 1 6 1.8a4.2 4.2 0 0 1 0 8.4Z" />,
}

/** A status as shape, color, and word. An unknown word is shown unchanged. */
export function StatusBadge({ status }: { status: string }) {
  const look = looks[status]
  return (
    <span
      className={`inline-flex min-w-0 items-center gap-1.5 ${look?.className ?? 'text-muted'}`}
    >
      <StatusMark status={status} />
      <span
        className={`truncate font-medium ${look ? '' : 'status-unknown'}`}
        title={look ? undefined : visibleText(status)}
      >
        {statusText(status)}
      </span>
    </span>
  )
}

/** A status as shape and color, where its word stands elsewhere. Screen readers skip it. */
export function StatusMark({ status }: { status: string }) {
  const look = looks[status]
  return (
    <svg
      viewBox="0 0 12 12"
      aria-hidden="true"
      strokeLinecap="round"
      className={`size-3 shrink-0 fill-none stroke-current stroke-2 ${look?.className ?? 'text-muted'}`}
    >
      {shapes[look?.shape ?? 'dash']}
    </svg>
  )
}

/** The word for a status. An unknown one is returned with invisible characters written out. */
export function statusText(status: string): string {
  const look = looks[status]
  return look ? t(look.text) : visibleText(status)
}
