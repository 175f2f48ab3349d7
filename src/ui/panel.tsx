import { type ReactNode, useEffect, useId, useRef } from 'react'
import { t } from '../i18n/t.ts'
import { visibleText } from '../i18n/visible-text.ts'
import { Icon } from './icon.tsx'

/**
 * The area beside the list where a session, a form, or an account opens; the whole page on a
 * small screen. Takes the focus when it opens, and closes on Escape.
 */
export function Panel({
  title,
  onClose,
  children,
}: {
  title: string
  onClose: () => void
  children: ReactNode
}) {
  const id = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    heading.current?.focus()
  }, [])
  return (
    <section
      aria-labelledby={id}
      className="bg-panel border-line flex min-h-0 min-w-0 flex-1 flex-col border-l"
      onKeyDown={(event) => {
        // An open popover or dialog inside handles its own Escape first.
        const isInside =
          event.target instanceof Element && event.target.closest('dialog, [popover]')
        if (event.key === 'Escape' && !isInside && !event.defaultPrevented) onClose()
      }}
    >
      <header className="border-line flex items-center gap-3 border-b py-2 pr-2 pl-5">
        <div className="min-w-0 flex-1">
          <h1
            id={id}
            ref={heading}
            tabIndex={-1}
            className="truncate text-lg font-medium outline-none"
            title={visibleText(title)}
          >
            {visibleText(title)}
          </h1>
        </div>
        <button
          type="button"
          onClick={onClose}
          aria-label={t('panel.close')}
          title={t('panel.close')}
          className="hover:bg-hover inline-flex size-8 shrink-0 items-center justify-center rounded-[5px] pointer-coarse:size-10"
        >
          <Icon name="close" />
        </button>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
    </section>
  )
}

/** A section of a panel with its own heading. */
export function PanelSection({
  title,
  action,
  children,
}: {
  title: string
  action?: ReactNode
  children: ReactNode
}) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="border-line border-b px-5 py-4 last:border-b-0">
      <div className="mb-2 flex items-center justify-between gap-3">
        <h2 id={id} className="text-sm font-medium">
          {title}
        </h2>
        {action}
      </div>
      {children}
    </section>
  )
}
