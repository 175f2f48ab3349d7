import type { ReactNode } from 'react'
import { Icon, type IconName } from '../../ui/icon.tsx'

/** A region between the bar and the list for what is under way. */
export function Strip({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section aria-label={label} aria-live="polite">
      {children && (
        <ul className="bg-bar border-line max-h-[26vh] overflow-y-auto border-b">{children}</ul>
      )}
    </section>
  )
}

/** One line of a strip, with its buttons at the end. */
export function StripItem({
  icon,
  actions,
  children,
}: {
  icon: IconName
  actions: ReactNode
  children: ReactNode
}) {
  return (
    <li className="border-line flex flex-wrap items-start gap-x-3 gap-y-1 border-b px-4 py-1.5 text-sm last:border-b-0">
      <Icon name={icon} className="mt-1" />
      <div className="min-w-0 flex-1 basis-52 wrap-anywhere">{children}</div>
      {actions}
    </li>
  )
}
