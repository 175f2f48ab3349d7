import type { ReactNode } from 'react'
import { Icon, type IconName } from '../../ui/icon.tsx'

type Tone = 'plain' | 'good' | 'warning' | 'failure'

const iconTones: Record<Tone, string> = {
  plain: 'text-muted',
  good: 'text-ready',
  warning: 'text-soon-text',
  failure: 'text-error',
}

/** One notice in the drawer: what happened, and its buttons at the end. */
export function NoticeRow({
  icon = 'warning',
  tone = icon === 'warning' ? 'warning' : 'plain',
  actions,
  children,
}: {
  icon?: IconName
  tone?: Tone
  actions?: ReactNode
  children: ReactNode
}) {
  return (
    <div className="flex flex-wrap items-start gap-x-3 gap-y-1.5 px-4 py-2 text-sm">
      <Icon name={icon} className={`mt-1 ${iconTones[tone]}`} />
      <div className="min-w-0 flex-1 basis-56 py-0.5 wrap-anywhere">{children}</div>
      {actions && (
        <div className="ml-auto flex flex-wrap items-center justify-end gap-1.5">{actions}</div>
      )}
    </div>
  )
}
