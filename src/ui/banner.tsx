import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

type Tone = 'info' | 'warning' | 'failure'

const tones: Record<Tone, string> = {
  info: 'bg-bar border-line',
  warning: 'bg-soon-wash border-soon/50',
  failure: 'bg-error-wash border-error/40',
}

const iconTones: Record<Tone, string> = {
  info: 'text-muted',
  warning: 'text-soon-text',
  failure: 'text-error',
}

/** One line about a state: what happened, then what to do. */
export function Banner({
  tone,
  icon = 'warning',
  children,
  action,
}: {
  tone: Tone
  icon?: IconName
  children: ReactNode
  action?: ReactNode
}) {
  return (
    <div className={`flex items-start gap-2 border-b px-4 py-2 text-sm ${tones[tone]}`}>
      <Icon name={icon} className={`mt-0.5 ${iconTones[tone]}`} />
      <div className="min-w-0 flex-1">{children}</div>
      {action}
    </div>
  )
}
